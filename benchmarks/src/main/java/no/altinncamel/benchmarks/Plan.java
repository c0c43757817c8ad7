package no.altinncamel.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What is to be measured, and how thoroughly. */
final class Plan {

    static final long KIB = 1024;
    static final long MIB = 1024 * KIB;
    static final long GIB = 1024 * MIB;

    private static final Map<String, Long> UNITS = Map.of("KiB", KIB, "MiB", MIB, "GiB", GIB);
    private static final long SMALL = 16 * MIB;
    private static final long MEDIUM = 256 * MIB;
    private static final long LARGE = 4 * GIB;

    private final Function<String, String> properties;

    /** @param properties gives {@code null} or an empty text for what was not said */
    Plan(Function<String, String> properties) {
        this.properties = properties;
    }

    private String get(String name, String otherwise) {
        String value = properties.apply(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(get(name, Integer.toString(otherwise)));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Names of benchmarks, in the order in which they run. */
    List<String> benchmarks() {
        return list(get("benchmarks", String.join(",", Benchmarks.NAMES)));
    }

    /** In bytes. */
    List<Long> sizes(String otherwise) {
        return list(get("sizes", otherwise)).stream().map(Plan::bytes).toList();
    }

    /** Size of the file that takes the slow line. */
    long lineSize() {
        return bytes(get("lineSize", "512MiB"));
    }

    /** Half of the time that a bit takes to the server and back. */
    int lineDelayMillis() {
        return number("lineDelay", 25);
    }

    /** Megabits a second that one connection gets. */
    int lineRate() {
        return number("lineRate", 100);
    }

    int lineRounds() {
        return number("rounds", 1);
    }

    /** Files of a KiB. */
    int smallFiles() {
        return number("files", 2000);
    }

    /** Files of a KiB that are sent under the Broker's limits: enough for more than two of the gateway's minutes. */
    int limitedFiles() {
        return number("limitedFiles", 360);
    }

    /** The faster a file travels, the more often it has to be measured. */
    int rounds(long size) {
        return number("rounds", size <= SMALL ? 51 : size <= MEDIUM ? 21 : size < LARGE ? 5 : 3);
    }

    /** A JVM needs some hundred calls, or gigabytes, until its code is compiled. */
    int warmUp(long size) {
        return number("warmup", size <= SMALL ? 200 : size <= MEDIUM ? 20 : 1);
    }

    /** Options of the JVMs in which is measured, beside the heap. */
    List<String> jvmOptions() {
        return Arrays.stream(get("jvmOptions", "").split(" "))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Whether tus-js-client may be fetched from npm. */
    boolean npm() {
        return Boolean.parseBoolean(get("npm", "true"));
    }

    /** JVMs of its own for each piece that JMH measures; with 0 it is measured in this one. */
    int forks() {
        return number("forks", 1);
    }

    /** How long JMH measures each piece, five times and three for warming up. */
    int pieceMillis() {
        return number("pieceMillis", 1000);
    }

    /** With what the names of those begin whose footprint is taken. */
    String movers() {
        return get("movers", "");
    }

    /** Such as {@code 100MiB}. */
    static long bytes(String text) {
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (text.endsWith(unit.getKey())) {
                String number = text.substring(0, text.length() - unit.getKey().length());
                return Long.parseLong(number.strip()) * unit.getValue();
            }
        }
        throw new IllegalArgumentException(text + " is no size; say for example 64KiB, 100MiB or 10GiB");
    }

    static String text(long bytes) {
        if (bytes >= GIB && bytes % GIB == 0) {
            return bytes / GIB + " GiB";
        }
        return bytes >= MIB ? bytes / MIB + " MiB" : bytes / KIB + " KiB";
    }

    /** With one decimal. */
    static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
    }
}
