/** Where the service is: `define` of vite.config.ts. */
declare const AUTH_URL: string
