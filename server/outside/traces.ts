// Traces by OpenTelemetry: a span for each request, and one below it for each query that it makes. The packages read the standard
// variables themselves (OTEL_*), and are loaded only where one of them says where traces go.
import { setTimeout as pause } from 'node:timers/promises'
import {
  type Attributes,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  context,
  propagation,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { AnsweredQuery } from '../model/answered-query.ts'

/** How long a collector may take at the end: what it has not taken by then is lost. */
const patienceMs = 1000

/** What became of a request. */
interface Ended {
  /** Its id in the contract, and the path there; undefined where nothing in it was meant. */
  readonly operation: string | undefined
  readonly route: string | undefined
  readonly status: number
  readonly refusal: string | undefined
}

interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface Traces {
  /** Follows a request from its work to what that says became of it. */
  readonly request: (asked: Asked, work: (end: (ended: Ended) => void) => void) => void
  readonly query: (query: AnsweredQuery) => void
  /** For log lines: the trace and the span that they belong to. */
  readonly fields: () => { readonly trace_id?: string; readonly span_id?: string }
  /** Sends what waits. */
  close(): Promise<void>
}

/** Where spans go, how many and in whose name is read from the environment of the process (OpenTelemetry, Environment Variable Specification). */
export const openTraces = (): Traces => {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'countersign' }))
    .merge(detectResources({ detectors: [envDetector] }))
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  const tracer = provider.getTracer('countersign')
  const contexts = new AsyncLocalStorageContextManager().enable()
  context.setGlobalContextManager(contexts)
  const propagator = new W3CTraceContextPropagator()
  const getter = {
    get: (headers: Readonly<Record<string, string | string[] | undefined>>, name: string) => headers[name],
    keys: (headers: object) => Object.keys(headers),
  }
  return {
    request: ({ method, headers }, work) => {
      const asked = { 'http.request.method': method }
      const parent = propagator.extract(ROOT_CONTEXT, headers, getter)
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes: asked }, parent)
      context.with(trace.setSpan(parent, span), () =>
        work(({ operation, route, status, refusal }) => {
          // A name has few values: what strangers ask for that is nothing here is one.
          if (operation) span.updateName(operation)
          const told: Attributes = { 'http.response.status_code': status }
          if (route) told['http.route'] = route
          if (refusal) told['error.type'] = refusal
          span.setAttributes(told)
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        }),
      )
    },
    query: ({ sql, ms, failed }) => {
      const parent = context.active()
      // What nobody asked for, such as a round in the background, would be a trace of its own each.
      if (!trace.getSpan(parent)) return
      const endTime = Date.now()
      const verb = /^\w+/.exec(sql)?.[0].toUpperCase() ?? 'QUERY'
      const attributes = { 'db.operation.name': verb, 'db.query.text': sql }
      const span = tracer.startSpan(verb, { kind: SpanKind.CLIENT, startTime: endTime - ms, attributes }, parent)
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(endTime)
    },
    fields: () => {
      const span = trace.getSpan(context.active())?.spanContext()
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {}
    },
    close: async () => {
      await Promise.race([provider.shutdown().catch(() => undefined), pause(patienceMs, undefined, { ref: false })])
      context.disable()
      propagation.disable()
    },
  }
}
