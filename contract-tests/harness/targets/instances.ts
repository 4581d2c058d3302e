// Several instances of one server, with a world each. A worker of the runner asks one of them, and no other one does.

export interface Instance {
  readonly url: string
  /** The address that it gives in links and redirects. */
  readonly publicUrl: string
}

/** What the run is told by the environment; nothing where one server is asked alone. */
export const readInstances = ({ CONFORM_INSTANCES: all }: NodeJS.ProcessEnv): readonly Instance[] =>
  all ? (JSON.parse(all) as readonly Instance[]) : []

/** How several are named in one word of a sentence. */
export const namesOf = (urls: readonly string[]): string => urls.join(' and ')
