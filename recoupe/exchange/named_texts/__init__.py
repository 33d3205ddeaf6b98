"""Named texts: content for formats that have no place for our nouns but let anybody add fields: a name and a text, or several.

    fields      a noun as named texts, and back, each text checked for its field
    telling     what is said of a document beside its text
    taking      documents and entities out of what others say, without what they may not hold
    placing     pieces on the characters of their document
    retelling   findings on the pieces that arrived
    assembling  all of it together, into content

FollowTheMoney and MISP are written and read so. STIX has types of its own (`recoupe.exchange.stix`); bundles for partners pass the
nouns themselves (`recoupe.exchange.bundles`).
"""
