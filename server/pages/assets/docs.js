// Starts Swagger UI in our frame, with a search over paths and summaries and a one-press sign-in for the sandbox.
const methods = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head']

const operationsOf = (contract) =>
  Object.entries(contract.paths ?? {}).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
  )

// Swagger UI's own filter knows only the names of tags.
const search = (taggedOperations, phrase) => {
  const wanted = phrase.toLowerCase()
  const has = (text) =>
    String(text ?? '')
      .toLowerCase()
      .includes(wanted)
  return taggedOperations
    .map((group, tag) =>
      has(tag)
        ? group
        : group.update('operations', (operations) =>
            operations.filter(
              (entry) =>
                has(entry.get('path')) ||
                has(entry.getIn(['operation', 'summary'])) ||
                has(entry.getIn(['operation', 'operationId'])),
            ),
          ),
    )
    .filter((group) => group.get('operations').size > 0)
}

const searchPlugin = ({ React }) => ({
  fn: { opsFilter: search },
  components: {
    FilterContainer: ({ layoutActions }) => {
      // Swagger UI brings a main landmark of its own, and a page has one.
      React.useEffect(() => document.querySelector('#operations')?.setAttribute('role', 'group'))
      return React.createElement('input', {
        type: 'search',
        className: 'search',
        placeholder: 'Search paths and summaries',
        'aria-label': 'Search operations',
        onChange: ({ target }) => layoutActions.updateFilter(target.value),
      })
    },
  },
  statePlugins: {
    layout: {
      wrapSelectors: {
        // While somebody searches, every group with a hit is open.
        isShown: (original, system) => (_state, thing, fallback) => {
          const phrase = system.layoutSelectors.currentFilter()
          const searching = typeof phrase === 'string' && phrase !== ''
          return (searching && [thing].flat()[0] === 'operations-tag') || original(thing, fallback)
        },
      },
    },
  },
})

const bearerSchemeOf = (contract, operation) => {
  const names = (operation.security ?? contract.security ?? []).flatMap(Object.keys)
  return names.find((name) => contract.components?.securitySchemes?.[name]?.scheme === 'bearer')
}

const offerSignIn = (contract, reference) => {
  const button = document.querySelector('[data-sign-in]')
  const status = document.querySelector('[data-sign-in-status]')
  const me = operationsOf(contract).find(({ path, method }) => path === '/auth/me' && method === 'get')
  const scheme = me && bearerSchemeOf(contract, me)
  if (!button || !scheme) return
  button.hidden = false
  button.addEventListener('click', async () => {
    const email = `visitor.${Date.now().toString(36)}@example.com`
    const answer = await fetch('/auth/sign-up', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: 'cid_inbox_manager', email, password: 'a quiet green lantern' }),
    })
    const { tokens } = await answer.json().catch(() => ({}))
    if (tokens?.access_token) {
      const schema = contract.components.securitySchemes[scheme]
      const authorization = { [scheme]: { name: scheme, schema, value: tokens.access_token } }
      reference.authActions.authorizeWithPersistOption(authorization)
    }
    status.textContent = tokens?.access_token
      ? `Signed up and authorized as ${email}.`
      : `Sign-up was refused with status ${answer.status}.`
  })
}

const start = async () => {
  // Swagger UI warns of every dialect that is named, also of the one it uses.
  const { jsonSchemaDialect: _, ...contract } = await (await fetch('/openapi.json')).json()
  const reference = SwaggerUIBundle({
    spec: contract,
    dom_id: '#reference',
    layout: 'BaseLayout',
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [searchPlugin],
    // A short contract is shown whole; a long one as its table of contents.
    docExpansion: operationsOf(contract).length > 12 ? 'none' : 'list',
    deepLinking: true,
    displayRequestDuration: true,
    filter: true,
    persistAuthorization: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: 0,
    defaultModelExpandDepth: 2,
    validatorUrl: null,
    syntaxHighlight: false,
    onComplete: () => offerSignIn(contract, reference),
  })
}

start().catch(() => {
  document.querySelector('#reference').textContent = 'The contract could not be loaded. Is the server still running?'
})
