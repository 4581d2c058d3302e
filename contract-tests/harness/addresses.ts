/** Where no page may load a picture from. */
export const notPictures: readonly string[] = [
  'javascript:alert(1)',
  'http://cdn.example/a.png',
  'https:evil.example/a.png',
  'https://user:pw@cdn.example/a.png',
  'https://user@cdn.example/a.png',
  'https://cdn.example\\@evil.example/a.png',
  'https://cdn.example/"onload="a.png',
  '//cdn.example/a.png',
  'https://',
]

/** Where nobody may ever be sent with something worth stealing. */
export const notRedirects: readonly string[] = [
  'javascript:alert(1)',
  'https:evil.example/callback',
  'https:///evil.example/callback',
  'https://user@myapp.com/callback',
  'https://:pw@myapp.com/callback',
  'https://myapp.com\\@evil.example/callback',
  'https://myapp.com/callback#part',
  'http://myapp.com/callback',
  'ftp://myapp.com/callback',
  'wss://myapp.com/callback',
  'mailto:a@myapp.com',
]
