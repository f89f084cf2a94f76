"""The eight centres that give the gene therapy in England (NICE TA989), under invented names."""

from bleedlog.models.person_input import ClinicInput

CENTRES = tuple(
    ClinicInput(name=f"{place} haemophilia centre (demo)", phone=phone)
    for place, phone in (
        ("Oxford", "01632 960201"),
        ("London North", "020 7946 0202"),
        ("London South", "020 7946 0203"),
        ("Manchester", "0161 496 0204"),
        ("Leeds", "0113 496 0205"),
        ("Bristol", "0117 496 0206"),
        ("Birmingham", "0121 496 0207"),
        ("Cambridge", "01632 960208"),
    )
)
"""Numbers that Ofcom keeps for drama: nobody is called by mistake."""

STAFFED = 0
"""The centre whose staff sign in."""
