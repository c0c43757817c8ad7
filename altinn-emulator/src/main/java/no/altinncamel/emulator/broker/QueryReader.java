package no.altinncamel.emulator.broker;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.function.Function;

import no.altinncamel.emulator.http.HttpCall;

/** Binds query parameters as the real server's framework does; an empty value counts as absent. */
final class QueryReader {

    /** A timestamp without an offset counts as UTC, a date as its first moment. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .toFormatter();

    private final HttpCall call;
    private final ValidationErrors errors = new ValidationErrors("");

    QueryReader(HttpCall call) {
        this.call = call;
    }

    String required(String name) {
        String value = value(name);
        if (value == null) {
            errors.add(name, "The " + name + " field is required.");
        }
        return value;
    }

    /** A constant by its name in any case or by its number. */
    <E> E constant(String name, E[] constants, Function<E, String> wireName) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        for (int i = 0; i < constants.length; i++) {
            if (wireName.apply(constants[i]).equalsIgnoreCase(value)
                    || Integer.toString(i).equals(value)) {
                return constants[i];
            }
        }
        errors.add(name, "The value '" + value + "' is " + (value.matches("-?\\d+") ? "invalid." : "not valid."));
        return null;
    }

    Instant instant(String name) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        try {
            return instant(TIMESTAMP.parseBest(
                    value.replace('z', 'Z').replace('t', 'T'),
                    OffsetDateTime::from,
                    LocalDateTime::from,
                    LocalDate::from));
        } catch (DateTimeParseException e) {
            invalid(name, value);
            return null;
        }
    }

    private static Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        LocalDateTime local = parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
        return local.toInstant(ZoneOffset.UTC);
    }

    /** {@code false} if absent. */
    boolean flag(String name) {
        String value = value(name);
        if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            invalid(name, value);
        }
        return Boolean.parseBoolean(value);
    }

    void throwIfInvalid() throws RefusedException {
        errors.throwIfAny();
    }

    private String value(String name) {
        String value = call.query(name);
        return value == null || value.isBlank() ? null : value;
    }

    private void invalid(String name, String value) {
        errors.add(name, "The value '" + value + "' is not valid.");
    }
}
