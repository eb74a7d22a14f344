import { context, metrics, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'

/** The real SDKs, as an application registers them, with everything kept in memory. */
export interface TestTelemetry {
  spans(): readonly ReadableSpan[]
  /** Everything that was measured under a name. */
  points(name: string): Promise<{ attributes: object; value: unknown }[]>
  stop(): void
}

/** Registers OpenTelemetry for this process, until it is stopped. */
export function startTelemetry(): TestTelemetry {
  const spanExporter = new InMemorySpanExporter()
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter })
  const meterProvider = new MeterProvider({ readers: [reader] })

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(
    new CompositePropagator({
      propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
    }),
  )
  metrics.setGlobalMeterProvider(meterProvider)
  const spanProcessors = [new SimpleSpanProcessor(spanExporter)]
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }))

  return {
    spans: () => spanExporter.getFinishedSpans(),
    async points(name) {
      metricExporter.reset()
      await reader.forceFlush()
      return metricExporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap((scope) => scope.metrics)
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }): DataPoint<unknown>[] => [...dataPoints])
        .map(({ attributes, value }) => ({ attributes, value }))
    },
    stop() {
      for (const api of [context, metrics, propagation, trace]) api.disable()
    },
  }
}
