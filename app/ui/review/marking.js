// Meaning and language are two marks on an answer; pure.

// What a key makes of a verdict: `given` stands (or null), `detected` is whether the answer's language is the right one.
// The language key only turns the mark of the language round; where nothing stands, it says correct, in the other one.
export function marked(choice, given, detected) {
  if (choice !== 'language') return { value: choice, language_ok: given ? given.language_ok : detected };
  if (!given) return { value: 'correct', language_ok: false };
  const back = detected === false ? true : detected;
  return { value: given.value, language_ok: given.language_ok === false ? back : false };
}

// Which buttons are pressed.
export const pressed = (given) => (given ? [given.value, given.language_ok === false ? 'language' : ''] : []);
