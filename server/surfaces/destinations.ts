/**
 * Where a redirect URI leads, for a person, and as a source for a form's policy. An address in brackets, or a scheme of an
 * app's own, can be allowed by its scheme only (CSP3 section 2.3.1).
 */
export const toDestination = (redirectUri: string): { name: string; source: string } => {
  const { protocol, host, hostname, origin } = new URL(redirectUri)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  return {
    name: isWeb ? host : `an app on this device (${protocol.slice(0, -1)})`,
    source: isWeb && !hostname.startsWith('[') ? origin : protocol,
  }
}
