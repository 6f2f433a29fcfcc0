"""CAS of UIMA, which INCEpTION reads and writes: as JSON (`json_cas`) and as XMI (`xmi`).

Source: the specification of JSON CAS 0.4, the manuals of UIMA and of INCEpTION's layers. A CAS has
one text and feature structures on it, which a type system declares. Offsets count UTF-16 code
units in files; dkpro-cassis, which reads and writes them, converts them.

Mentions are `custom.Entity`, incidents and claims `custom.Frame` with links to their fillers,
relations `custom.Rel` from Governor to Dependent, labels `custom.Label` and `custom.DocumentLabel`,
bare spans entities with the value CONTENT. The pieces of what is discontinuous are
`custom.Fragment` that name their owner, which is their hull. A frame without a trigger is an empty
range before its first filler.
"""
