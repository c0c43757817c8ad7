package no.altinncamel.broker.receive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of one node: the time of the test, ahead or behind by as much as the node's clock is wrong. */
final class NodeClock extends Clock {

    private final AtomicLong time;
    private final long ahead;

    /** @param time milliseconds, shared by all nodes of a test */
    NodeClock(AtomicLong time, Duration ahead) {
        this.time = time;
        this.ahead = ahead.toMillis();
    }

    @Override
    public long millis() {
        return time.get() + ahead;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
