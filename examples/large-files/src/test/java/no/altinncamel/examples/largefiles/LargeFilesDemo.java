package no.altinncamel.examples.largefiles;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.examples.demo.Demo;
import no.altinncamel.examples.demo.LocalAltinn;

/**
 * The sender's application is stopped in the middle of an upload and started again; the recipient's receives. Altinn is played by
 * the emulator.
 */
public final class LargeFilesDemo {

    private static final int MIB = 1 << 20;
    private static final int ACCEPTED = 204;
    /** Set, so that it is known how many chunks are half of the file. */
    private static final int CHUNK = 8 * MIB;
    /** More than all chunks and their repetitions. */
    private static final int MANY = 1000;

    private final LocalAltinn altinn;
    private final int mebibytes;

    private LargeFilesDemo(LocalAltinn altinn, int mebibytes) {
        this.altinn = altinn;
        this.mebibytes = mebibytes;
    }

    public static void main(String[] arguments) {
        Demo.main(folder -> run(folder, 400));
    }

    static void run(Path folder, int mebibytes) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder)) {
            new LargeFilesDemo(altinn, mebibytes).run();
        }
    }

    private void run() throws Exception {
        Path sent = lay();
        interruptedUpload();
        Main sender = start("sender", altinn.emulator().sender());
        Main recipient = start("recipient", altinn.emulator().recipient());
        try {
            altinn.awaitConfirmed(1);
            LocalAltinn.await("the sender has put the file away", () -> !Files.exists(sent));
        } finally {
            recipient.stop();
            sender.stop();
        }
        verify();
    }

    /** Some chunks get through, then the line is dead, then the application is stopped. */
    private void interruptedUpload() throws Exception {
        int getThrough = mebibytes / (CHUNK / MIB) / 2;
        for (int chunk = 0; chunk < getThrough; chunk++) {
            altinn.emulator().faults().pass(Operation.TUS_PATCH);
        }
        altinn.emulator().faults().next(Operation.TUS_PATCH, MANY, Fault.hang());
        Main sender = start("sender", altinn.emulator().sender());
        try {
            LocalAltinn.await(
                    "some chunks have got through, and the next one hangs",
                    () -> accepted() == getThrough && hanging() > 0);
        } finally {
            sender.stop();
            altinn.emulator().faults().clear();
        }
        Demo.say(
                "The application was stopped when %d of %d MB had arrived; now it starts again.",
                mb(arrived()), mb((long) mebibytes * MIB));
    }

    private Main start(String name, AltinnAccount account) throws Exception {
        Properties settings = altinn.settings(account);
        settings.setProperty("folder", altinn.folder().resolve(name).toString());
        settings.setProperty("recipient", altinn.emulator().recipient().organization());
        settings.setProperty("pause", "1000");
        settings.setProperty("camel.component.altinn-broker.progressInterval", "500");
        settings.setProperty("camel.component.altinn-broker.tusChunkSize", String.valueOf(CHUNK));
        settings.setProperty("camel.main.shutdownTimeout", "1");
        settings.setProperty("camel.main.name", name);
        Main application = LargeFilesApplication.application();
        application.setOverrideProperties(settings);
        application.start();
        return application;
    }

    private int hanging() {
        return MANY - altinn.emulator().faults().waiting(Operation.TUS_PATCH);
    }

    private long accepted() {
        return acceptedChunks().count();
    }

    private Stream<RecordedCall> acceptedChunks() {
        return altinn.emulator().recorder().calls(Operation.TUS_PATCH).stream()
                .filter(call -> call.status() == ACCEPTED);
    }

    private long arrived() {
        return acceptedChunks()
                .mapToLong(call -> Long.parseLong(call.header("Content-Length")))
                .sum();
    }

    private static long mb(long bytes) {
        return bytes / 1_000_000;
    }

    private Path lay() throws IOException {
        Path file = Files.createDirectories(altinn.folder().resolve("sender/outbox"))
                .resolve("large.bin");
        Path part = altinn.folder().resolve("part");
        byte[] block = new byte[MIB];
        Random random = new Random(2026);
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int i = 0; i < mebibytes; i++) {
                // no two blocks alike, so that a block lost or swapped would show
                random.nextBytes(block);
                out.write(block);
            }
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void verify() throws IOException {
        Path sent = altinn.folder().resolve("sender/outbox/.sent/large.bin");
        List<Path> received;
        try (Stream<Path> inbox = Files.list(altinn.folder().resolve("recipient/inbox"))) {
            received = inbox.toList();
        }
        if (received.size() != 1 || Files.mismatch(sent, received.get(0)) != -1) {
            throw new AssertionError("What was received is not what was sent: " + received);
        }
        long twice = arrived() - Files.size(sent);
        Demo.say(
                "Received byte for byte; of %d MB %d MB were sent twice; the memory was %d MB.",
                mb(Files.size(sent)), mb(twice), mb(Runtime.getRuntime().maxMemory()));
        if (twice > 4L * CHUNK) {
            throw new AssertionError("More than one chunk of each part was sent twice");
        }
    }
}
