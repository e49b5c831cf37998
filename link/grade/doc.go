// Package grade grades what is reported by the Admiralty system as NATO keeps it
// (AJP-2.1, "Allied Joint Doctrine for Intelligence Procedures": reliability of
// the source A–F, credibility of the information 1–6). In go Features, which a
// caller fills from what it knows of a source and of what it says; out come two
// grades that are never made into one, each with its reasons in sentences. Of
// fills what the article itself tells.
//
// Reliability, without a record of the source:
//
//   - A and B are given by a record only.
//   - C needs a named source without a stake that the outlet has it from itself:
//     one that saw it; or one with a role or an office that speaks of its own
//     doing; or one with a role or an office that speaks against its own
//     interest.
//   - D is for a named source with a stake: it accuses, denies, praises its own
//     side or counts the other side's losses.
//   - E is given by a record only.
//   - F is for all else: nobody named, a name alone, what others pass on.
//
// With a record of at least five statements that were settled, the share that
// was confirmed decides (see Record), and a stake in the matter at hand takes
// one letter.
//
// Credibility:
//
//   - 1 needs the same content from independent origins: three sources, or two
//     of opposing sides; nobody contradicts it, and it can be checked.
//   - 2 needs two independent sources and no contradiction, or an analyst who
//     found it true.
//   - 3 is for what two independent sources say and somebody contradicts, and for
//     what one named source without a stake says of its own doing, uncontradicted
//     and with a figure or a date and something else to check.
//   - 4 is for what one source says and another one, not concerned, contradicts.
//   - 5 is for what at least two others, not concerned, contradict and nobody
//     supports, what its own source took back, and what an analyst found false.
//   - 6 is for all else. A denial by those whom it concerns is to be expected and
//     settles nothing.
//
// It refuses to judge plausibility: whether something fits what one knows of the
// world is the analyst's to say. It does no I/O and reads no clock.
package grade
