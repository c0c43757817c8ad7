package no.altinncamel.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes per second over the last ten seconds, or since the beginning if that was later. */
final class RateWindow {

    static final Duration LENGTH = Duration.ofSeconds(10);

    private record Sample(long nanos, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param now as {@link System#nanoTime()} */
    RateWindow(long now) {
        samples.add(new Sample(now, 0));
    }

    /** To be called now and then, say once a second. */
    synchronized void sample(long now, long bytes) {
        samples.add(new Sample(now, bytes));
        forgetUntil(now);
    }

    private void forgetUntil(long now) {
        // the last sample before the window is where it begins
        while (samples.size() > 1 && now - second().nanos() >= LENGTH.toNanos()) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        Sample first = samples.removeFirst();
        Sample second = samples.peekFirst();
        samples.addFirst(first);
        return second;
    }

    synchronized long bytesPerSecond(long now, long bytes) {
        Sample first = samples.peekFirst();
        return perSecond(bytes - first.bytes(), now - first.nanos());
    }

    /** Bytes that have to move again do not make a rate negative. */
    static long perSecond(long bytes, long nanos) {
        return nanos <= 0
                ? 0
                : (long) (Math.max(0, bytes) * (double) Duration.ofSeconds(1).toNanos() / nanos);
    }
}
