"""The user as Flask-Login knows them: the account that the session's query brought along."""

from datetime import datetime

from flask_login import UserMixin

from bleedlog.models.account import Account


class SignedInUser(UserMixin):
    """Somebody signed in."""

    def __init__(
        self,
        account: Account,
        *,
        kept: bool,
        since: datetime,
        second_factor_at: datetime | None,
    ) -> None:
        """Wrap the account.

        Args:
            account: whose it is.
            kept: on a device that stays signed in.
            since: when they last proved who they are.
            second_factor_at: when they showed a second factor in this session.
        """
        self.account = account
        self.kept = kept
        self.since = since
        self.second_factor_at = second_factor_at

    def get_id(self) -> str:
        """What Flask-Login puts into its session."""
        return self.account.user_id.hex
