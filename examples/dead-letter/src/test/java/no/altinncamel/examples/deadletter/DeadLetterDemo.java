package no.altinncamel.examples.deadletter;

import java.io.IOException;
import java.io.InputStream;
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
 * Two invoices of one name come while accounting is away for a moment, and one that is broken, while the folder for dead letters is broken,
 * too. Altinn, the partner and accounting are played.
 */
public final class DeadLetterDemo {

    private static final int ATTEMPTS = 2;
    private static final String BROKEN = "<invoice><id>3</id><amount>300</invoice>";

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
        String first = partner.send(account.organization(), "invoice.xml", invoice(1, 100), Map.of());
        String second = partner.send(account.organization(), "invoice.xml", invoice(2, 200), Map.of());
        // a file where the folder for dead letters should be
        Path obstacle = altinn.lay("data/dead-letter", "");
        Main application = DeadLetterApplication.application();
        application.setOverrideProperties(settings(account));
        application.configure().addRoutesBuilder(accounting());
        application.start();
        try {
            altinn.awaitConfirmed(2);
            Demo.say("Accounting was away at first; both invoices are booked and confirmed all the same.");

            String broken = partner.send(account.organization(), "broken.xml", BROKEN, Map.of());
            LocalAltinn.await(
                    "the broken invoice is tried again, because it could not be put aside",
                    () -> downloads(broken) > ATTEMPTS + 1);
            requireUnconfirmed(broken);
            Demo.say("The broken invoice can neither be booked nor put aside, so it is not confirmed.");

            Files.delete(obstacle);
            altinn.awaitConfirmed(3);
            Demo.say("The folder for dead letters is mended; the broken invoice is in it, and confirmed:");
            Path letter = data.resolve("dead-letter/" + broken + "-broken.xml");
            Demo.say(
                    "%s",
                    Files.readString(Path.of(letter + ".reason"))
                            .strip()
                            .indent(2)
                            .stripTrailing());

            Files.delete(letter);
            altinn.lay("data/dead-letter/replay/" + letter.getFileName(), invoice(3, 300));
            Path booked = data.resolve("booked");
            LocalAltinn.await("the mended invoice is booked", () -> Files.exists(booked.resolve(letter.getFileName())));
            Demo.say(
                    "Booked in the end: %s, %s, %s",
                    Files.readString(booked.resolve(first + "-invoice.xml")),
                    Files.readString(booked.resolve(second + "-invoice.xml")),
                    Files.readString(booked.resolve(letter.getFileName())));
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

    /** Accounting as the application's own configuration has it, but away for the first two calls. */
    private RouteBuilder accounting() throws IOException {
        String accounting = shipped("accounting");
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
                        .to(accounting);
            }
        };
    }

    private static String shipped(String property) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = DeadLetterApplication.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        return properties.getProperty(property);
    }

    private static String invoice(int id, int amount) {
        return "<invoice><id>" + id + "</id><amount>" + amount + "</amount></invoice>";
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
