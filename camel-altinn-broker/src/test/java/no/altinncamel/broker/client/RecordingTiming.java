package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by pauses, which take none. */
class RecordingTiming implements Timing {

    final List<Duration> pauses = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void pause(Duration duration, String operation) {
        pauses.add(duration);
        now += duration.toNanos();
    }

    synchronized Duration passed() {
        return Duration.ofNanos(now);
    }
}
