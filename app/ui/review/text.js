// Words and numbers as the screen shows them; pure.
export const LANGUAGES = ['ja', 'en'];
export const other = (language) => (language === 'ja' ? 'en' : 'ja');
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

// What numbers are compared by: full and half width, capitals and small letters are alike.
export const plain = (text) => text.normalize('NFKC').toLowerCase();

// An error tag as the page's words call it, and back; a list of one's own is in its own words.
export const shownTag = (tag, words) => words[`tag_${tag.replaceAll(' ', '_')}`] || tag;
export function meantTag(text, words) {
  const name = Object.keys(words).find((one) => one.startsWith('tag_') && one !== 'tag_list' && words[one] === text);
  return name ? name.slice('tag_'.length).replaceAll('_', ' ') : text;
}

// A similarity or probability in two digits, without the nought before the point: .64, -.05, 1.00.
export const short = (number) => number.toFixed(2).replace(/^(-?)0\./, '$1.');

// The length of a similarity's bar, in whole percent; what is below nought has none.
export const percentOf = (similarity) => Math.round(Math.max(0, Math.min(1, similarity)) * 100);
