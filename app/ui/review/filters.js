// Filters that combine: each asks something of a row, or of one and the same side of it; pure.
import { gradable, sidesOf } from './rows.js';
import { LANGUAGES } from './text.js';

// What is known of a side's meaning: the reviewer's verdict, else the judgement.
const meaning = (side) => (side && gradable(side) ? side.mine || side.state : '');
const right = (row, language) => meaning(row.sides[language]) === 'correct';
const wrong = (row, language) => meaning(row.sides[language]) === 'incorrect';

const PATTERNS = {
  ja_only: (row) => right(row, 'ja') && wrong(row, 'en'),
  en_only: (row) => right(row, 'en') && wrong(row, 'ja'),
  both: (row) => right(row, 'ja') && right(row, 'en'),
  neither: (row) => wrong(row, 'ja') && wrong(row, 'en'),
};

const OF_ROW = {
  type: (row, wanted) => row.type === wanted,
  pattern: (row, wanted) => PATTERNS[wanted](row),
};

const OF_SIDE = {
  asked: (side, wanted, language) => language === wanted,
  answered: (side, wanted) => side.language === wanted,
  judgement: (side, wanted) => side.state === wanted,
  verdict: (side, wanted) => (side.mine || 'none') === wanted,
  language_mark: (side, wanted) => Boolean(side.mine) && (side.mine_language_ok === false ? 'other' : 'same') === wanted,
  reviewer: (side, wanted) => side.reviewers.includes(wanted),
  tag: (side, wanted) => side.tags.includes(wanted),
  score: (side, wanted) => String(side.score) === wanted,
  low: (side, wanted) => side.similarity !== null && side.similarity >= Number(wanted),
  high: (side, wanted) => side.similarity !== null && side.similarity <= Number(wanted),
};

// Whether a row is among those that every filter wants. What is asked of a side must be true of one side altogether.
export function fits(row, filters) {
  const set = Object.entries(filters).filter(([, wanted]) => wanted !== '' && wanted !== undefined);
  if (!set.every(([name, wanted]) => !OF_ROW[name] || OF_ROW[name](row, wanted))) return false;
  const asked = set.filter(([name]) => OF_SIDE[name]);
  return !asked.length || LANGUAGES.some((language) => row.sides[language]
    && asked.every(([name, wanted]) => OF_SIDE[name](row.sides[language], wanted, language)));
}

const distinct = (values) => [...new Set(values.filter((value) => value !== null && value !== ''))].sort();

// What can be chosen for each filter, given the rows that there are.
export function choices(rows) {
  const sides = rows.flatMap(sidesOf);
  const hidden = sides.every((side) => side.state === 'answered' || !gradable(side));
  return {
    type: distinct(rows.map((row) => row.type)),
    asked: LANGUAGES.filter((language) => rows.some((row) => row.sides[language])),
    answered: distinct(sides.map((side) => side.language)),
    judgement: hidden ? [] : ['correct', 'incorrect', 'unjudged'],
    verdict: ['none', 'correct', 'incorrect', 'unsure'],
    language_mark: ['same', 'other'],
    pattern: Object.keys(PATTERNS),
    reviewer: distinct(sides.flatMap((side) => side.reviewers)),
    tag: distinct(sides.flatMap((side) => side.tags)),
    score: distinct(sides.map((side) => side.score)).map(String),
  };
}

// How many rows a choice would leave, the other filters as they are.
export const count = (rows, filters, name, wanted) => rows.filter((row) => fits(row, { ...filters, [name]: wanted })).length;

export const active = (filters) => Object.values(filters).filter((wanted) => wanted !== '' && wanted !== undefined).length;
