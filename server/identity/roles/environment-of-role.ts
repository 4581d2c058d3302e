import type { Environment } from '../../model/environment.ts'
import { stageOf } from '../clients/publishable-keys.ts'
import type { Authority } from './authority.ts'

/** Where something new is made. Of several environments, where none is named, the live one is meant, as in a sign-in with a provider. */
export const chosenEnvironment = ({ environments }: Authority): Environment => {
  const [first, ...others] = environments
  const live = others.length === 0 ? first : environments.find(({ name }) => stageOf(name) === 'live')
  return live ?? first!
}
