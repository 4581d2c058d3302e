// The page for a tenant's administrators: a frame that its script fills, by operations of the platform surface.
import { languages } from '../model/languages.ts'
import { mailVariables } from '../model/mail-template.ts'
import { defaultSettings } from '../model/policies.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'

/** In the sandbox the page says who there is to sign in as. */
export const adminConsolePage = ({
  sandbox,
  scim,
}: {
  /** Where directories ask. */
  readonly scim: string
  readonly sandbox: { readonly email: string; readonly password: string } | null
}): string =>
  layout({
    title: 'Admin console',
    styles: ['admin/admin.css'],
    scripts: ['admin/admin.js'],
    body: html`
      <div
        id="admin"
        data-password-length="${String(defaultSettings.passwordMinLength)}"
        data-scim="${scim}"
        data-languages="${languages.join(' ')}"
        data-mails="${JSON.stringify(mailVariables)}"
        ${sandbox && html`data-sandbox="${`${sandbox.email} ${sandbox.password}`}"`}
      >
        <noscript>
          <h1>Admin console</h1>
          <p>
            The console needs JavaScript. All it does are operations below <code>/api/platform</code>; the
            <a href="/openapi.json">contract</a> has them.
          </p>
        </noscript>
      </div>
      <p role="status" id="said"></p>
    `,
  })
