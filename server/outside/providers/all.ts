import type { ProviderName } from '../../model/provider.ts'
import { apple } from './apple.ts'
import { discord } from './discord.ts'
import { facebook } from './facebook.ts'
import { github } from './github.ts'
import { google } from './google.ts'
import { linkedin } from './linkedin.ts'
import { microsoft } from './microsoft.ts'
import type { Provider } from './provider.ts'
import { spotify } from './spotify.ts'
import { x } from './x.ts'

export const allProviders: Readonly<Record<ProviderName, Provider>> = {
  google,
  github,
  discord,
  linkedin,
  facebook,
  apple,
  microsoft,
  x,
  spotify,
}
