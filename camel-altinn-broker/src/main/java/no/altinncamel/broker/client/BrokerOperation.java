package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import no.altinncamel.broker.client.http.RateBudget;

/** The Broker's operations, each with its own limit of calls a minute (altinn-broker 2.8). */
public enum BrokerOperation {
    INITIALIZE("initialize", 120),
    UPLOAD("upload", 120),
    OVERVIEW("overview", 120),
    DETAILS("details", 10),
    LIST("list", 10),
    DOWNLOAD("download", 120),
    CONFIRM("confirm", 120);

    private final String title;
    private final int callsPerMinute;

    BrokerOperation(String title, int callsPerMinute) {
        this.title = title;
        this.callsPerMinute = callsPerMinute;
    }

    /** Name in messages and in the rate budget. */
    public String title() {
        return title;
    }

    public int callsPerMinute() {
        return callsPerMinute;
    }

    /**
     * A budget with the Broker's documented limits, to be shared by all who use the same Maskinporten clients.
     *
     * @param maxWait how long a caller may be kept waiting for its turn
     */
    public static RateBudget newRateBudget(Duration maxWait) {
        Map<String, Integer> limits = new HashMap<>();
        for (BrokerOperation operation : values()) {
            limits.put(operation.title, operation.callsPerMinute);
        }
        return new RateBudget(limits, 0, maxWait, System::nanoTime);
    }
}
