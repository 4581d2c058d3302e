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
  readonly generator?: {
    readonly name: string
    readonly options: readonly string[]
    /** It writes what is no program for a credential in a cookie: it is given the contract without. */
    readonly withoutCookies?: boolean
  }
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

const requireAll =
  'require "countersign_client"; Dir["lib/**/{api,models}/*.rb"].each { |file| require File.expand_path(file) }'

const artifact = (group: string, name: string, version: string): string =>
  `<groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>`

/** What the generator leaves for Gradle, for Maven. */
const kotlinProject = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  ${artifact('example.test', 'client', '1')}
  <dependencies>
    <dependency>${artifact('org.jetbrains.kotlin', 'kotlin-stdlib', '2.2.20')}</dependency>
    <dependency>${artifact('org.jetbrains.kotlin', 'kotlin-reflect', '2.2.20')}</dependency>
    <dependency>${artifact('com.squareup.moshi', 'moshi-kotlin', '1.15.2')}</dependency>
    <dependency>${artifact('com.squareup.moshi', 'moshi-adapters', '1.15.2')}</dependency>
    <dependency>${artifact('com.squareup.okhttp3', 'okhttp-jvm', '5.1.0')}</dependency>
  </dependencies>
  <build>
    <sourceDirectory>src/main/kotlin</sourceDirectory>
    <plugins>
      <plugin>
        ${artifact('org.jetbrains.kotlin', 'kotlin-maven-plugin', '2.2.20')}
        <configuration><jvmTarget>17</jvmTarget></configuration>
        <executions><execution><goals><goal>compile</goal></goals></execution></executions>
      </plugin>
    </plugins>
  </build>
</project>
`

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
  {
    name: 'Ruby',
    // With Debian's packages ruby and ruby-typhoeus, or the gem typhoeus.
    needs: ['ruby'],
    generator: {
      name: 'ruby',
      options: ['--additional-properties=gemName=countersign_client,moduleName=Countersign'],
      withoutCookies: true,
    },
    program: { source: 'sign_in.rb', target: 'sign_in.rb' },
    compile: [
      { file: 'ruby', args: ['-wc', 'sign_in.rb'] },
      // Files are read when their names are first used: all of them now.
      { file: 'ruby', args: ['-Ilib', '-e', requireAll] },
    ],
    run: { file: 'ruby', args: ['-Ilib', 'sign_in.rb'] },
  },
  {
    name: 'PHP',
    // With Debian's packages php-cli, php-curl, php-mbstring and php-guzzlehttp-guzzle.
    needs: ['php'],
    generator: { name: 'php', options: ['--additional-properties=invokerPackage=Countersign'] },
    program: { source: 'sign-in.php', target: 'sign-in.php' },
    compile: [
      { file: 'sh', args: ['-c', 'find lib sign-in.php -name "*.php" -print0 | xargs -0 -n 50 php -l >/dev/null'] },
    ],
    run: { file: 'php', args: ['sign-in.php'] },
  },
  {
    name: 'Kotlin',
    // Its compiler comes by Maven.
    needs: ['java', 'mvn'],
    generator: {
      name: 'kotlin',
      options: ['--library', 'jvm-okhttp4', '--additional-properties=packageName=countersign'],
    },
    program: { source: 'SignIn.kt', target: join('src', 'main', 'kotlin', 'SignIn.kt') },
    files: { 'pom.xml': kotlinProject },
    compile: [
      {
        file: 'mvn',
        args: ['--batch-mode', '--quiet', 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath'],
      },
    ],
    run: { file: 'sh', args: ['-c', 'java -cp "target/classes:$(cat classpath)" SignInKt'] },
  },
]
