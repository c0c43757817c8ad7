package no.altinncamel.examples.mainyaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.examples.demo.Demo;
import no.altinncamel.examples.demo.LocalAltinn;
import no.altinncamel.examples.demo.Partner;

/** The application sends what lies in its outbox, and receives what a partner sends; Altinn is played by the emulator. */
public final class MainYamlDemo {

    private MainYamlDemo() {}

    public static void main(String[] arguments) {
        Demo.main(MainYamlDemo::run);
    }

    static void run(Path folder) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder);
                Partner partner = altinn.partner(altinn.emulator().recipient())) {
            AltinnAccount account = altinn.emulator().sender();
            altinn.lay("data/outbox/invoice-1.xml", "<invoice><id>1</id></invoice>");
            altinn.lay("data/outbox/invoice-2.xml", "<invoice><id>2</id></invoice>");
            Main application = new Main();
            Properties settings = altinn.settings(account);
            settings.setProperty("folder", folder.resolve("data").toString());
            settings.setProperty("pause", "1000");
            application.setOverrideProperties(settings);
            application.start();
            try {
                partner.send(account.organization(), "order.xml", "<order><id>3</id></order>", Map.of());
                altinn.awaitConfirmed(3);
                LocalAltinn.await(
                        "what was sent is put away",
                        () -> Files.exists(folder.resolve("data/outbox/.sent/invoice-1.xml"))
                                && Files.exists(folder.resolve("data/outbox/.sent/invoice-2.xml")));
                verify(folder, partner);
            } finally {
                application.stop();
            }
        }
    }

    private static void verify(Path folder, Partner partner) throws Exception {
        try (var inbox = Files.list(folder.resolve("data/inbox"))) {
            Demo.say(
                    "In the inbox: %s",
                    inbox.map(file -> file.getFileName().toString()).toList());
        }
        Demo.say(
                "At the partner: %s, %s",
                Files.readString(partner.inbox().resolve("invoice-1.xml")),
                Files.readString(partner.inbox().resolve("invoice-2.xml")));
        Demo.say("Three files went through Altinn, each is confirmed.");
    }
}
