package no.altinncamel.broker.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import no.altinncamel.broker.client.http.RateBudget;

/**
 * The Broker's operations, each with its own limit of calls a minute (altinn-broker 2.8) and its scope (2.1), and what is
 * asked of Altinn beside it.
 */
public enum BrokerOperation {
    INITIALIZE("initialize", 120, "altinn:broker.write", true),
    UPLOAD("upload", 120, "altinn:broker.write", true),
    OVERVIEW("overview", 120, "altinn:broker.write or altinn:broker.read", false),
    /** All requests of an upload by TUS; no limit is documented. */
    TUS("TUS upload", BrokerOperation.UNLIMITED, "altinn:broker.write", true),
    DETAILS("details", 10, "altinn:broker.write or altinn:broker.read", false),
    LIST("list", 10, "altinn:broker.write or altinn:broker.read", false),
    DOWNLOAD("download", 120, "altinn:broker.read", false),
    CONFIRM("confirm", 120, "altinn:broker.read", true),
    /** Altinn Events' own list; no limit is documented. */
    SUBSCRIPTIONS("event subscription list", BrokerOperation.UNLIMITED, "altinn:events.subscribe", false);

    private static final int UNLIMITED = 0;

    private final String title;
    private final int callsPerMinute;
    private final String scope;
    private final boolean changing;

    BrokerOperation(String title, int callsPerMinute, String scope, boolean changing) {
        this.title = title;
        this.callsPerMinute = callsPerMinute;
        this.scope = scope;
        this.changing = changing;
    }

    /** Name in messages and in the rate budget. */
    public String title() {
        return title;
    }

    /** 0 = not limited. */
    public int callsPerMinute() {
        return callsPerMinute;
    }

    /** The scope it needs, in words. */
    String scope() {
        return scope;
    }

    /** Whether it changes a transfer, so that a lost answer leaves a doubt. A download changes nothing that matters here. */
    boolean changing() {
        return changing;
    }

    /**
     * A budget with the Broker's documented limits, to be shared by all who use the same Maskinporten clients.
     *
     * @param maxWait how long a caller may be kept waiting for its turn
     */
    public static RateBudget newRateBudget(Duration maxWait) {
        Map<String, Integer> limits = new HashMap<>();
        for (BrokerOperation operation : values()) {
            if (operation.callsPerMinute != UNLIMITED) {
                limits.put(operation.title, operation.callsPerMinute);
            }
        }
        return new RateBudget(limits, 0, maxWait, System::nanoTime);
    }
}
