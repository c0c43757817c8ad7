package no.altinncamel.emulator.http;

import java.util.concurrent.ThreadLocalRandom;

/** The trace ids that problems carry, in the form of W3C's trace context. */
public final class TraceId {

    private TraceId() {}

    /** A new one; nothing can be looked up under it. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format("00-%016x%016x-%016x-01", random.nextLong(), random.nextLong(), random.nextLong());
    }
}
