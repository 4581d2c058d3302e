// Clients that others generate from the contract: how each is made, compiled and run.
import { join } from 'node:path'

/** A command in the language's folder. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Language {
  readonly name: string
  /** Commands that a machine must have. */
  readonly needs: readonly string[]
  /** By openapi-generator: its generator and that one's options. */
  readonly generator?: { readonly name: string; readonly options: readonly string[] }
  /** The program that signs up, in and out, and where it goes in the language's folder. */
  readonly program: { readonly source: string; readonly target: string }
  /** Files beside it. */
  readonly files?: Readonly<Record<string, string>>
  readonly compile: readonly Command[]
  readonly run: Command
}

const npm = (...packages: string[]): Command => ({
  file: 'npm',
  args: ['install', '--silent', '--no-audit', '--no-fund', ...packages],
})

const tsc = (...files: string[]): Command => ({
  file: 'node_modules/.bin/tsc',
  args: [
    ...['--strict', '--target', 'es2022', '--module', 'commonjs', '--moduleResolution', 'node10', '--skipLibCheck'],
    ...[
      '--ignoreDeprecations',
      '5.0',
      '--lib',
      'es2022,dom,dom.iterable',
      '--types',
      'node',
      '--outDir',
      'built',
      ...files,
    ],
  ],
})

const typescript = ['typescript@5.9.3', '@types/node@24']
const node = (file: string): Command => ({ file: process.execPath, args: [file] })

export const languages = (contract: string): readonly Language[] => [
  {
    name: 'TypeScript (fetch)',
    needs: ['npm'],
    generator: { name: 'typescript-fetch', options: [] },
    program: { source: 'sign-in.ts.txt', target: 'sign-in.ts' },
    files: { 'package.json': '{ "private": true }' },
    compile: [npm(...typescript), tsc('index.ts', 'sign-in.ts')],
    run: node('built/sign-in.js'),
  },
  {
    name: 'TypeScript (Hey API)',
    needs: ['npm'],
    program: { source: 'sign-in.hey-api.ts.txt', target: 'sign-in.ts' },
    files: { 'package.json': '{ "private": true }' },
    compile: [
      npm('@hey-api/openapi-ts@0.99.0', ...typescript),
      {
        file: 'node_modules/.bin/openapi-ts',
        args: ['--input', contract, '--output', 'client', '--client', '@hey-api/client-fetch'],
      },
      tsc('sign-in.ts'),
    ],
    run: node('built/sign-in.js'),
  },
  {
    name: 'Python',
    needs: ['python3'],
    generator: { name: 'python', options: ['--additional-properties=packageName=countersign_client'] },
    program: { source: 'sign_in.py', target: 'sign_in.py' },
    compile: [
      { file: 'python3', args: ['-m', 'venv', 'venv'] },
      {
        file: 'venv/bin/pip',
        args: ['install', '--quiet', '--disable-pip-version-check', '--requirement', 'requirements.txt'],
      },
      { file: 'venv/bin/python', args: ['-m', 'compileall', '-q', 'countersign_client', 'sign_in.py'] },
      { file: 'venv/bin/python', args: ['-c', 'from countersign_client import *'] },
    ],
    run: { file: 'venv/bin/python', args: ['sign_in.py'] },
  },
  {
    name: 'Go',
    needs: ['go'],
    generator: {
      name: 'go',
      options: [
        ...['--git-host', 'example.test', '--git-user-id', 'countersign', '--git-repo-id', 'client'],
        '--additional-properties=packageName=countersign,withGoMod=true',
      ],
    },
    program: { source: 'sign_in.go', target: 'sign-in/main.go' },
    compile: [
      { file: 'go', args: ['build', './...'] },
      { file: 'go', args: ['build', '-o', 'signed-in', './sign-in'] },
    ],
    run: { file: './signed-in', args: [] },
  },
  {
    name: 'Go (oapi-codegen)',
    needs: ['go'],
    program: { source: 'sign_in.oapi_codegen.go', target: 'sign-in/main.go' },
    files: { 'go.mod': 'module example.test/client\n\ngo 1.24\n', 'client/.keep': '' },
    compile: [
      {
        file: 'go',
        args: [
          ...['run', 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2'],
          ...['-generate', 'types,client', '-package', 'client', '-o', 'client/client.gen.go', contract],
        ],
        env: { GOFLAGS: '-mod=mod' },
      },
      { file: 'go', args: ['mod', 'tidy'] },
      { file: 'go', args: ['build', '-o', 'signed-in', './sign-in'] },
    ],
    run: { file: './signed-in', args: [] },
  },
  {
    name: 'Java',
    needs: ['java', 'mvn'],
    generator: { name: 'java', options: ['--library', 'native'] },
    program: { source: 'SignIn.java', target: join('src', 'main', 'java', 'SignIn.java') },
    compile: [
      {
        file: 'mvn',
        args: [
          '--batch-mode',
          '--quiet',
          '-DskipTests',
          'compile',
          'dependency:build-classpath',
          '-Dmdep.outputFile=classpath',
        ],
      },
    ],
    run: { file: 'sh', args: ['-c', 'java -cp "target/classes:$(cat classpath)" SignIn'] },
  },
  {
    name: 'Rust',
    needs: ['cargo'],
    generator: {
      name: 'rust',
      options: ['--additional-properties=packageName=countersign_client,library=reqwest,supportAsync=false'],
    },
    program: { source: 'sign_in.rs', target: 'src/main.rs' },
    compile: [{ file: 'cargo', args: ['build', '--quiet'] }],
    run: { file: 'target/debug/countersign_client', args: [] },
  },
]
