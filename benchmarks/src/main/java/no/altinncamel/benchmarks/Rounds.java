package no.altinncamel.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets several do the same in turn, round after round, so that whatever else the machine does hits all of them. The warm-up rounds do
 * not count. Of the others the median does.
 */
final class Rounds {

    /** One that takes part. */
    @FunctionalInterface
    interface Run {
        Time run() throws IOException;
    }

    /** Java's own HTTP client, and so tus-java-client, now and then takes a slow answer for a refusal. */
    private static final int ATTEMPTS = 3;

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final int warmUp;
    private final int rounds;

    Rounds(int warmUp, int rounds) {
        this.warmUp = warmUp;
        this.rounds = rounds;
    }

    Rounds add(String name, Run run) {
        runs.put(name, run);
        return this;
    }

    /** The time of each, by its name. Whoever fails again and again takes part no longer. */
    Map<String, Time> times() throws IOException {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, Time> failed = new LinkedHashMap<>();
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Map.Entry<String, Run> each : runs.entrySet()) {
                if (failed.containsKey(each.getKey())) {
                    continue;
                }
                Time time = each.getValue().run();
                for (int again = 1; time.failed() && again < ATTEMPTS; again++) {
                    time = each.getValue().run();
                }
                if (time.failed()) {
                    failed.put(each.getKey(), time);
                } else if (round >= warmUp) {
                    seconds.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                            .add(time.seconds());
                }
            }
        }
        Map<String, Time> times = new LinkedHashMap<>(failed);
        seconds.forEach((name, all) -> times.putIfAbsent(name, new Time(median(all), null)));
        return times;
    }

    private static double median(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
