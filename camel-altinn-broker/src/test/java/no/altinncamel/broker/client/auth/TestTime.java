package no.altinncamel.broker.client.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A wall clock and a monotonic one that only move together, and only when a test moves them. */
final class TestTime extends Clock implements LongSupplier {

    private final Instant start;
    private final AtomicLong elapsed = new AtomicLong();

    TestTime(Instant start) {
        this.start = start;
    }

    void advance(Duration by) {
        elapsed.addAndGet(by.toNanos());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(elapsed.get());
    }

    /** Begins far from zero and close to the overflow, where a naive comparison fails. */
    @Override
    public long getAsLong() {
        return Long.MAX_VALUE - Duration.ofMinutes(1).toNanos() + elapsed.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
