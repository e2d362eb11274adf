"""What does an organisation say of how it works? Each part with its name and what to write."""

PARTS = (
    ("hours", "Hours", "When theatres, wards, clinics and booking are staffed, and when not"),
    (
        "terms",
        "Words and customs",
        "What your own words mean, and what a visitor should know: dress, breaks, who decides",
    ),
    ("rota", "Rota", "Who is on duty and on call, by post, and where the rota is found"),
    ("escalation", "When something goes wrong", "Whom to ask first, second and third, by post"),
)
