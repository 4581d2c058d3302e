// What SQLite searches by, as migrations make it: what 512 rows have of one part of their texts is one row, with a character for each of
// those that have it. Triggers keep it.

export const inBlock = 512
/** The characters from the blank on: each is found by its bytes alone. */
const firstMark = 32

const texts = {
  users: ['email', 'first_name', 'last_name'],
  organizations: ['name', 'slug'],
} as const

type Table = keyof typeof texts
export const searchedTables = Object.keys(texts) as Table[]

/** What a row is searched by, to the letter. */
export const textOf = (table: Table, row: string) =>
  `lower(${texts[table].map((column) => `coalesce(${row}.${column}, '')`).join(" || '\n' || ")})`

/** A statement whose rows are parts of a text, as `trigram`, each once. */
type PartsOf = (text: string) => string

export const markOf = (number: string) => `char(${firstMark} + ${number} % ${inBlock})`

const note = (table: Table, partsOf: PartsOf, row: 'new' | 'old', change: string) =>
  `insert into ${table}_trigrams (block, trigram, marks)
   select number / ${inBlock}, trigram, ${markOf('number')}
   from (select number from ${table}_numbers where id = ${row}.id), (${partsOf(textOf(table, row))}) where true
   on conflict (block, trigram) do update set marks = ${change};`

const add = (table: Table, partsOf: PartsOf) => note(table, partsOf, 'new', 'marks || excluded.marks')

const remove = (table: Table, partsOf: PartsOf) =>
  `${note(table, partsOf, 'old', "replace(marks, excluded.marks, '')")}
   delete from ${table}_trigrams
   where block = (select number / ${inBlock} from ${table}_numbers where id = old.id) and marks = '';`

export const dropTriggers = (table: Table): string[] =>
  ['written', 'rewritten', 'erased'].map((trigger) => `drop trigger ${table}_${trigger}`)

/** They keep these parts of the texts of a table. */
export const createTriggers = (table: Table, partsOf: PartsOf): string[] => [
  `create trigger ${table}_written after insert on ${table} begin
     insert into ${table}_numbers (id) values (new.id);
     ${add(table, partsOf)}
   end`,
  `create trigger ${table}_rewritten after update of ${texts[table].join(', ')} on ${table} begin
     ${remove(table, partsOf)}
     ${add(table, partsOf)}
   end`,
  `create trigger ${table}_erased after delete on ${table} begin
     ${remove(table, partsOf)}
     delete from ${table}_numbers where id = old.id;
   end`,
]
