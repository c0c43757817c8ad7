package no.altinncamel.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What has become of each file so far; tells it line by line. */
final class Journey {

    private final Path inbox;
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private final Map<String, String> transfers = new ConcurrentHashMap<>();
    private final Map<String, Long> sendingSince = new ConcurrentHashMap<>();
    private final Map<String, Long> receivingSince = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, String> inboxFiles = new ConcurrentHashMap<>();
    private final Map<String, Boolean> arrived = new ConcurrentHashMap<>();
    /** Two steps for each file: sent and received, in whichever order they become known. */
    private final CountDownLatch stepsLeft;

    Journey(Path inbox, List<Path> files) {
        this.inbox = inbox;
        files.forEach(file -> this.files.put(file.getFileName().toString(), file));
        this.stepsLeft = new CountDownLatch(2 * files.size());
    }

    void sending(String name) {
        sendingSince.put(name, System.nanoTime());
        Report.say("  sending    %-18s %s", name, Report.size(size(files.get(name))));
    }

    void sent(String name, String transferId) {
        transfers.put(name, transferId);
        Report.say("  published  %-18s as transfer %s, after %s", name, transferId, elapsed(sendingSince, name));
        stepsLeft.countDown();
    }

    void receiving(String name) {
        receivingSince.put(name, System.nanoTime());
        Report.say("  receiving  %s", name);
    }

    void received(String transferId, String name) {
        inboxFiles.put(transferId, transferId + "-" + name);
        Report.say("  received   %-18s after %s", name, elapsed(receivingSince, name));
        // in TT02 other files may be waiting for the same organisation; they are kept in the inbox and not counted
        if (files.containsKey(name) && arrived.put(name, true) == null) {
            stepsLeft.countDown();
        }
    }

    void failed(String name, Exception failure) {
        failures.put(name, failure.getMessage());
        Report.say("  FAILED     %-18s %s", name, failure.getMessage());
        stepsLeft.countDown();
        if (!transfers.containsKey(name)) {
            // what was not sent will not be received
            stepsLeft.countDown();
        }
    }

    boolean await(Duration limit) throws InterruptedException {
        return stepsLeft.await(limit.toMillis(), TimeUnit.MILLISECONDS) && failures.isEmpty();
    }

    Map<String, Path> files() {
        return files;
    }

    /** Where a file was received to; it may not be there. */
    Path receivedFile(String name) {
        return inbox.resolve(inboxFiles.getOrDefault(transfers.get(name), name));
    }

    String transferId(String name) {
        return transfers.get(name);
    }

    private static String elapsed(Map<String, Long> since, String name) {
        long nanos = System.nanoTime() - since.getOrDefault(name, System.nanoTime());
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
