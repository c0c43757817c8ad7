package no.altinncamel.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.FileTransferStatus;

/** Compares what was sent with what was received, file by file, and asks the Broker what it thinks. */
final class Report {

    private static final String OVERVIEW = "altinn-broker:{{resource}}?operation=overview&clientId={{sender.clientId}}"
            + "&privateKeyResource={{sender.key}}&fileTransferId=";
    /** The confirmation follows the end of the route, so it may be a moment behind. */
    private static final int LOOKS = 15;

    private final CamelContext camel;
    private final Journey journey;

    Report(CamelContext camel, Journey journey) {
        this.camel = camel;
        this.journey = journey;
    }

    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    static String size(long bytes) {
        if (bytes < 1 << 20) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        return String.format(Locale.ROOT, "%.0f MiB", bytes / (double) (1 << 20));
    }

    /** @return whether every file arrived, is equal, and is confirmed */
    boolean print(boolean arrived) throws Exception {
        say("");
        boolean good = arrived;
        for (String name : new TreeMap<>(journey.files()).keySet()) {
            good &= line(name);
        }
        say("");
        say(
                good
                        ? "All files went out and came in, byte for byte, and are confirmed."
                        : "NOT all files arrived; see above.");
        return good;
    }

    private boolean line(String name) throws Exception {
        Path sent = journey.files().get(name);
        if (journey.transferId(name) == null) {
            say("%-18s was not sent", name);
            return false;
        }
        Path received = journey.receivedFile(name);
        FileTransfer transfer = confirmed(journey.transferId(name));
        if (!Files.exists(received)) {
            say(
                    "%-18s was not received; transfer %s is %s",
                    name, transfer.id(), transfer.status().wireName());
            return false;
        }
        boolean equal = md5(sent).equals(md5(received)) && md5(sent).equals(transfer.checksum());
        boolean confirmed = transfer.status() == FileTransferStatus.ALL_CONFIRMED_DOWNLOADED;
        say(
                "%-18s %9s  MD5 %s %s  transfer %s is %s",
                name,
                size(Files.size(received)),
                md5(received),
                equal ? "equal" : "DIFFERENT",
                transfer.id(),
                transfer.status().wireName());
        return equal && confirmed;
    }

    private FileTransfer confirmed(String transferId) throws InterruptedException {
        FileTransfer transfer = overview(transferId);
        for (int look = 1; look < LOOKS && transfer.status() != FileTransferStatus.ALL_CONFIRMED_DOWNLOADED; look++) {
            new CountDownLatch(1).await(1, TimeUnit.SECONDS);
            transfer = overview(transferId);
        }
        return transfer;
    }

    private FileTransfer overview(String transferId) {
        return camel.createFluentProducerTemplate().to(OVERVIEW + transferId).request(FileTransfer.class);
    }

    private static String md5(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
