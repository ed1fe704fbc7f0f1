// What a row of the list is: a question under one arm, with its sides by language; pure.
import { LANGUAGES } from './text.js';

export const gradable = (side) => Boolean(side) && side.state !== 'pending' && side.state !== 'error';
export const sidesOf = (row) => LANGUAGES.map((language) => row.sides[language]).filter(Boolean);
export const rowKey = (row) => sidesOf(row)[0].item_id;
export const gradables = (row) => sidesOf(row).filter(gradable);
export const yours = (row) => row.yours !== false;
export const needsMe = (row) => yours(row) && gradables(row).some((side) => !side.mine);
export const adjudicable = (row) => sidesOf(row).some((side) => side.adjudicable);

// How far an answer's judgement is from certain; a hidden one says nothing.
function doubt(side) {
  if (side.state === 'answered') return 1;
  return side.probability === null ? 0 : Math.abs(side.probability - 0.5);
}
export const rowDoubt = (row) => Math.min(...gradables(row).filter((side) => !side.mine).map(doubt), 1);
export const strayed = (side, language) => gradable(side) && !['none', 'mixed', language].includes(side.language);
