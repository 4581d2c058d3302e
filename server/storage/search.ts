// Rows that hold a text, in any case: three letters or digits in a row make it one that is found anywhere, with fewer it is found where a
// word begins. PostgreSQL finds both by an index of trigrams, SQLite by a table of them and of what words begin with, as the migrations
// `0380-trigrams` and `0400-beginnings-of-words` have it.
import { type RawBuilder, sql } from 'kysely'
import { type Database, isPostgres } from './database.ts'
import { inSearch } from './lanes.ts'
import { escaped } from './rows.ts'

/** What is searched; the migration has the same. */
const columns = {
  users: ['email', 'firstName', 'lastName'],
  organizations: ['name', 'slug'],
} as const

/** How many of what is found are counted at most. */
const mostFound = 10_000

type Searched = keyof typeof columns

/** So many are looked up one by one; more are so frequent that whoever goes through all in order soon meets them. */
const mostByTrigram = 1000
const trigram = 3

/** So many of a text are looked at, the rarest few of which are asked for: more make no shorter list. */
const mostTrigrams = { looked: 12, asked: 4 } as const
/** Among so many of the newest blocks it is told which are rare. */
const sample = 32
const inBlock = 512
const firstMark = 32

/** As the index has it, to the letter. */
const textOf = (table: Searched) =>
  sql<string>`lower(${sql.join(
    columns[table].map((column) => sql`coalesce(${sql.ref(`${table}.${column}`)}, '')`),
    sql.raw(" || '\n' || "),
  )})`

/** What is looked for: all of the text, anywhere or with this end of it where a word begins. */
interface Sought {
  readonly text: string
  readonly beginning: string | undefined
}

/** Undefined of a text without a letter or a digit, which no index has. */
const soughtBy = (text: string): Sought | undefined => {
  if (/[\p{L}\p{N}]{3}/u.test(text)) return { text, beginning: undefined }
  const at = text.search(/[\p{L}\p{N}]/u)
  return at < 0 ? undefined : { text, beginning: text.slice(at) }
}

/** Of a text that is found where a word begins, this comes before it, or nothing does. The migration has the same. */
const separators = ['\n', ' ', '.', '@', '+', '_', "'", '-']

const isHeld = (db: Database, table: Searched, { text, beginning }: Sought): RawBuilder<boolean> => {
  const like = (pattern: string) => sql<boolean>`${textOf(table)} like lower(${pattern}) escape '\\'`
  const anywhere = like(`%${escaped(text)}%`)
  if (beginning === undefined) return anywhere
  const begins = isPostgres(db)
    ? sql<boolean>`${textOf(table)} ~ lower(${`(^|[${separators.join('')}])${literal(beginning)}`})`
    : sql<boolean>`(${sql.join(
        ['', ...separators.map((separator) => `%${escaped(separator)}`)].map((before) =>
          like(`${before}${escaped(beginning)}%`),
        ),
        sql.raw(' or '),
      )})`
  return beginning === text ? begins : sql<boolean>`(${begins} and ${anywhere})`
}

/** In a regular expression of PostgreSQL. */
const literal = (text: string): string => text.replace(/[^0-9A-Za-z\u0080-\u{10FFFF}]/gu, '\\$&')

/** Of the text as SQLite keeps it, what an index has: some of its trigrams, over all its length, and what a word begins with. */
const partsOf = ({ text, beginning }: Sought): string[] => {
  const lettersOf = (part: string) => [...part.replace(/[A-Z]/g, (letter) => letter.toLowerCase())]
  const first =
    beginning === undefined
      ? []
      : [
          `\n${lettersOf(beginning)
            .slice(0, trigram - 1)
            .join('')}`,
        ]
  return [...first, ...trigramsOf(lettersOf(text))]
}

const trigramsOf = (letters: readonly string[]): string[] => {
  const all = new Set(
    letters.slice(0, 1 - trigram + letters.length).map((_, at) => letters.slice(at, at + trigram).join('')),
  )
  const apart = Math.ceil(all.size / mostTrigrams.looked)
  return [...all].filter((_, at) => at % apart === 0)
}

/** Some of the text that few rows have, the rarest first: the more there are, the longer a search for all of them takes. */
const rareTrigramsOf = async (db: Database, table: Searched, sought: Sought): Promise<string[]> => {
  const index = sql.table(`${table}Trigrams`)
  const trigrams = partsOf(sought)
  const { rows } = await sql<{ trigram: string; count: number }>`
    with recursive blocks (block, more) as (
      select max(block), ${sql.lit(sample - 1)} from ${index}
      union all select (select max(block) from ${index} where block < blocks.block), more - 1 from blocks where more > 0
    )
    select trigram, sum(length(marks)) as count
    from blocks cross join ${index} as known on known.block = blocks.block and trigram in (${sql.join(trigrams)})
    group by trigram`.execute(db)
  const counts = new Map(rows.map(({ trigram, count }) => [trigram, count]))
  const count = (text: string) => counts.get(text) ?? 0
  return trigrams.sort((one, other) => count(one) - count(other)).slice(0, mostTrigrams.asked)
}

/** The numbers of rows that have all of these trigrams. One block after the other, each asked for no more than it has. */
const numbersOf = (table: Searched, trigrams: readonly string[]) => {
  const index = sql.table(`${table}Trigrams`)
  const alias = (at: number) => sql.ref(`having${at}`)
  const each = (write: (at: number, text: string) => RawBuilder<unknown>, between: string) =>
    sql.join(
      trigrams.map((text, at) => write(at, text)),
      sql.raw(between),
    )
  return sql`with recursive blocks (block) as (
      select min(block) from ${index}
      union all select (select min(block) from ${index} where block > blocks.block) from blocks where block is not null
    ), places (place) as (select 0 union all select place + 1 from places where place < ${sql.lit(inBlock - 1)})
    select blocks.block * ${sql.lit(inBlock)} + place as number from blocks
    ${each((at, text) => sql`cross join ${index} as ${alias(at)} on ${alias(at)}.block = blocks.block and ${alias(at)}.trigram = ${text}`, ' ')}
    cross join places
    where ${each((at) => sql`instr(${alias(at)}.marks, char(${sql.lit(firstMark)} + place))`, ' and ')}`
}

/** What is being looked up now, by table and text. */
const looking = new WeakMap<Database, Map<string, Promise<RawBuilder<boolean>>>>()

/**
 * Holds for rows of the table that have the text in what is searched, anywhere or where a word begins. In SQLite, case is that of ASCII letters. Whoever asks at once for
 * the rows and for their number has the text looked up once.
 */
export const holding = (db: Database, table: Searched, text: string): Promise<RawBuilder<boolean>> => {
  const texts = looking.get(db) ?? new Map<string, Promise<RawBuilder<boolean>>>()
  looking.set(db, texts)
  const name = `${table} ${text}`
  const found = texts.get(name) ?? lookUp(db, table, text).finally(() => texts.delete(name))
  texts.set(name, found)
  return found
}

/** How many rows of these environments have the text; of more than `mostFound` that many. */
export const countHolding = (
  db: Database,
  table: Searched,
  environmentIds: readonly string[],
  text: string,
): Promise<number> =>
  inSearch(async () => {
    const found = db
      .selectFrom(table)
      .select('id')
      .where('environmentId', 'in', environmentIds)
      .where(await holding(db, table, text))
    const { total } = await db
      .selectFrom(found.limit(mostFound).as('counted'))
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return Number(total)
  })

const lookUp = async (db: Database, table: Searched, text: string): Promise<RawBuilder<boolean>> => {
  const sought = soughtBy(text)
  if (!sought) return sql<boolean>`1 = 0`
  const holds = isHeld(db, table, sought)
  if (isPostgres(db)) return holds
  const numbers = numbersOf(table, await rareTrigramsOf(db, table, sought))
  // As one row: a thousand take longer to hand over than to find.
  const { rows } = await sql<{ found: string; count: number }>`
    select json_group_array(number) as found, count(*) as count from (${numbers} limit ${mostByTrigram + 1})`.execute(
    db,
  )
  const { found, count } = rows[0]!
  if (count > mostByTrigram) return holds
  const ids = sql`select id from ${sql.table(`${table}Numbers`)} where number in (select value from json_each(${found}))`
  return sql<boolean>`${sql.ref(`${table}.id`)} in (${ids}) and ${holds}`
}
