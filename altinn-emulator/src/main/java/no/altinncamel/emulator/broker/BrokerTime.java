package no.altinncamel.emulator.broker;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Points in time as the Broker stores them, in microseconds, and as it writes them (contract altinn-broker 3.1). */
final class BrokerTime {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
            .appendLiteral("+00:00")
            .toFormatter();

    private BrokerTime() {}

    static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @return {@code null} for {@code null} */
    static String write(Instant instant) {
        return instant == null ? null : FORMAT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
}
