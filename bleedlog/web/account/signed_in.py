"""The user as Flask-Login knows them: the account that the session's query brought along."""

from flask_login import UserMixin

from bleedlog.models.account import Account


class SignedInUser(UserMixin):
    """Somebody signed in."""

    def __init__(self, account: Account, *, kept: bool) -> None:
        """Wrap the account; `kept`: on a device that stays signed in."""
        self.account = account
        self.kept = kept

    def get_id(self) -> str:
        """What Flask-Login puts into its session."""
        return self.account.user_id.hex
