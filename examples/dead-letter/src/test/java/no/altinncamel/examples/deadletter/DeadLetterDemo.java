package no.altinncamel.examples.deadletter;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.examples.demo.Demo;
import no.altinncamel.examples.demo.LocalAltinn;
import no.altinncamel.examples.demo.Partner;

/**
 * Two invoices come while accounting is away for a moment, and one that is broken, while the folder for dead letters is broken,
 * too. Altinn, the partner and accounting are played.
 */
public final class DeadLetterDemo {

    private static final int ATTEMPTS = 2;
    private static final String BROKEN = "<invoice><id>3</id><amount>300</invoice>";
    private static final String MENDED = "<invoice><id>3</id><amount>300</amount></invoice>";

    private final LocalAltinn altinn;
    private final Partner partner;
    private final Path data;
    private final AtomicInteger bookings = new AtomicInteger();

    private DeadLetterDemo(LocalAltinn altinn, Partner partner) {
        this.altinn = altinn;
        this.partner = partner;
        this.data = altinn.folder().resolve("data");
    }

    public static void main(String[] arguments) {
        Demo.main(DeadLetterDemo::run);
    }

    static void run(Path folder) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder);
                Partner partner = altinn.partner(altinn.emulator().recipient())) {
            new DeadLetterDemo(altinn, partner).run();
        }
    }

    private void run() throws Exception {
        AltinnAccount account = altinn.emulator().sender();
        partner.send(account.organization(), "1.xml", "<invoice><id>1</id><amount>100</amount></invoice>", Map.of());
        partner.send(account.organization(), "2.xml", "<invoice><id>2</id><amount>200</amount></invoice>", Map.of());
        // a file where the folder for dead letters should be
        Path obstacle = altinn.lay("data/dead-letter", "");
        Main application = DeadLetterApplication.application();
        application.setOverrideProperties(settings(account));
        application.configure().addRoutesBuilder(accounting());
        application.start();
        try {
            altinn.awaitConfirmed(2);
            Demo.say("Accounting was away at first; both invoices are booked and confirmed all the same.");

            String broken = partner.send(account.organization(), "3.xml", BROKEN, Map.of());
            LocalAltinn.await(
                    "the broken invoice is tried again, because it could not be put aside",
                    () -> downloads(broken) > ATTEMPTS + 1);
            requireUnconfirmed(broken);
            Demo.say("The broken invoice can neither be booked nor put aside, so it is not confirmed.");

            Files.delete(obstacle);
            altinn.awaitConfirmed(3);
            Demo.say("The folder for dead letters is mended; the broken invoice is in it, and confirmed:");
            Path letter = data.resolve("dead-letter/" + broken + "-3.xml");
            Demo.say(
                    "%s",
                    Files.readString(Path.of(letter + ".reason"))
                            .strip()
                            .indent(2)
                            .stripTrailing());

            Files.delete(letter);
            altinn.lay("data/dead-letter/replay/" + letter.getFileName(), MENDED);
            LocalAltinn.await("the mended invoice is booked", () -> Files.exists(data.resolve("booked/3")));
            Demo.say(
                    "Booked in the end: %s, %s, %s",
                    Files.readString(data.resolve("booked/1")),
                    Files.readString(data.resolve("booked/2")),
                    Files.readString(data.resolve("booked/3")));
        } finally {
            application.stop();
        }
    }

    private Properties settings(AltinnAccount account) throws Exception {
        Properties settings = altinn.settings(account);
        settings.setProperty("folder", data.toString());
        settings.setProperty("accounting", "direct:accounting");
        settings.setProperty("pause", "1000");
        settings.setProperty("redelivery", "100");
        settings.setProperty("camel.component.altinn-broker.failureBackoff", "500");
        settings.setProperty("camel.component.altinn-broker.failureBackoffMax", "1000");
        settings.setProperty("camel.component.altinn-broker.maxAttempts", String.valueOf(ATTEMPTS));
        return settings;
    }

    /** Accounting, which is away for the first two calls. */
    private RouteBuilder accounting() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:accounting")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            if (bookings.incrementAndGet() <= 2) {
                                throw new ConnectException("accounting is away");
                            }
                        })
                        .to("file:" + data.resolve("booked") + "?fileName=${body.substring(0,1)}&tempPrefix=.part-");
            }
        };
    }

    private long downloads(String id) {
        return altinn.emulator().recorder().calls(Operation.DOWNLOAD).stream()
                .filter(call -> call.uri().contains(id))
                .count();
    }

    private void requireUnconfirmed(String id) {
        if (altinn.emulator().broker().transfer(id).status() != TransferStatus.PUBLISHED) {
            throw new AssertionError("A file that nobody has was confirmed");
        }
    }
}
