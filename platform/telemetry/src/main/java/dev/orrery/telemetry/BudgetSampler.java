package dev.orrery.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.function.LongSupplier;

/** Records every trace that starts here, up to a budget; who joins a trace follows its root. */
final class BudgetSampler implements Sampler {

  private final TraceBudget budget;
  private final LongSupplier nanoTime;

  private BudgetSampler(TraceBudget budget, LongSupplier nanoTime) {
    this.budget = budget;
    this.nanoTime = nanoTime;
  }

  static Sampler of(double tracesPerSecond, double burst, LongSupplier nanoTime) {
    return Sampler.parentBased(
        tracesPerSecond == 0
            ? Sampler.alwaysOff()
            : new BudgetSampler(
                new TraceBudget(tracesPerSecond, burst, nanoTime.getAsLong()), nanoTime));
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return budget.allows(nanoTime.getAsLong())
        ? SamplingResult.recordAndSample()
        : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "BudgetSampler";
  }
}
