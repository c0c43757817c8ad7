package no.altinncamel.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;

/** The emulator, and a folder for what a demo writes. */
public final class LocalAltinn implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final AltinnEmulator emulator = AltinnEmulator.start();
    private final Path folder;

    private LocalAltinn(Path folder) {
        this.folder = folder;
    }

    /** @param folder emptied if it is there */
    public static LocalAltinn in(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.walk(folder)) {
                for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
        LocalAltinn altinn = new LocalAltinn(folder);
        Demo.say("Altinn and Maskinporten are played on %s", altinn.emulator.platformUrl());
        return altinn;
    }

    public AltinnEmulator emulator() {
        return emulator;
    }

    public Path folder() {
        return folder;
    }

    /** What an application's own configuration has to say differently so that it is this account in this Altinn. */
    public Properties settings(AltinnAccount account) throws IOException {
        return AltinnSettings.forAccount(emulator, account, folder.resolve("keys"))
                .properties();
    }

    /** The other organisation, with which the application exchanges files. */
    public Partner partner(AltinnAccount account) throws Exception {
        return new Partner(account, emulator.resourceId(), settings(account), folder.resolve("partner"));
    }

    /** Lays a file into a folder below {@link #folder()}, so that it appears there whole. */
    public Path lay(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Path part = Files.writeString(folder.resolve("part"), content, StandardCharsets.UTF_8);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until there are so many transfers, and every one has been confirmed by all its recipients. */
    public void awaitConfirmed(int number) {
        await(
                "all " + number + " transfers are confirmed",
                () -> confirmed().size() == number && transfers() == number);
    }

    private int transfers() {
        return emulator.broker().transfers().size();
    }

    public List<Transfer> confirmed() {
        return emulator.broker().transfers().stream()
                .filter(transfer -> transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED)
                .toList();
    }

    public static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LONG).until(condition);
    }

    @Override
    public void close() {
        emulator.close();
    }
}
