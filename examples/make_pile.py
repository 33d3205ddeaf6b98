"""Rebuild the files of the example pile that are not plain text: a ministry's PDF, a DOCX note and an archive.

The texts are invented, as all of the pile. Run `python examples/make_pile.py` from the root of the repository.
"""

import zipfile
from pathlib import Path

import docx
import typst

PILE = Path(__file__).parent / "pile"

COMMUNIQUE = """#set page(width: 210mm, height: 297mm, margin: 25mm, header: [Ministère de l'Intérieur – Service de presse])
#set text(lang: "fr", size: 11pt)
#set par(justify: true)
*Communiqué de presse*

Paris, le 8 septembre 2026

= Opération Boussole : premier bilan

L'opération Boussole, lancée le 12 février 2026 par la France, la Belgique, l'Espagne et le Maroc, a permis de démanteler trois filières de faux documents en sept mois. Au total, 46 personnes ont été arrêtées dans les quatre pays, dont onze à Marseille le 3 septembre.

La ministre de l'Intérieur, Claire Vasseur, salue « l'engagement exemplaire des enquêteurs marocains et espagnols ». Elle demande que les fichiers de passeports volés soient échangés chaque semaine, et non plus chaque trimestre.

La ministre recevra le 22 septembre à Paris son homologue marocaine, Salma Tazi, afin de préparer la réunion de Lyon.
"""

NOTE = (
    ("title", "Note de synthèse du Centre de crise"),
    ("text", "Bruxelles, le 12 septembre 2026"),
    (
        "text",
        "Le Centre de crise a réuni vendredi les représentants d'Anvers, de Bruxelles et de Liège. Les trois villes "
        "signalent entre 20 et 25 départs depuis janvier ; l'OCAM en compte 31. L'écart tient à la période retenue, "
        "indique une analyste de l'OCAM.",
    ),
    (
        "text",
        "Le ministre belge de la Justice, Thomas Aerts, souhaite étudier le programme tunisien. Il se rendra à Tunis "
        "début octobre.",
    ),
)

ARCHIVE = {
    "breves/amman.txt": "Amman, le 6 septembre 2026\n\nLa Jordanie participera à la réunion de Lyon, a confirmé dimanche "
    "le porte-parole du gouvernement jordanien. Elle y présentera son expérience de la formation des imams en prison.\n",
    "breves/ankara.txt": "Ankara, le 9 septembre 2026\n\nLa Turquie a expulsé vers la France quatre Français soupçonnés "
    "d'avoir voulu rejoindre la Syrie, a déclaré mercredi le ministère turc de l'Intérieur. Ankara accuse les pays "
    "européens de ne pas transmettre à temps les listes de passeports volés.\n",
}


def main() -> None:
    """Write the three files beside the plain ones; the same bytes each time for the archive."""
    typst.compile(COMMUNIQUE.encode(), output=str(PILE / "05-communique-boussole.pdf"))
    document = docx.Document()
    for kind, text in NOTE:
        document.add_heading(text, level=1) if kind == "title" else document.add_paragraph(text)
    document.save(str(PILE / "06-note-centre-de-crise.docx"))
    with zipfile.ZipFile(PILE / "16-breves.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ARCHIVE.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 10, 8, 0, 0)), text)


if __name__ == "__main__":
    main()
