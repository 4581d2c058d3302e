import { contract } from '../harness/dsl/index.ts'

contract('service.getLiveness', {
  'is alive': { expect: { status: 200, example: 'alive' } },
})

contract('service.getReadiness', {
  'is ready': { expect: { status: 200, example: 'ready' } },
})
