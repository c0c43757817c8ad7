package no.altinncamel.examples.supplier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.main.Main;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.maskinporten.AltinnSystem;
import no.altinncamel.emulator.maskinporten.Maskinporten;
import no.altinncamel.examples.demo.Demo;
import no.altinncamel.examples.demo.LocalAltinn;
import no.altinncamel.examples.demo.Partner;

/**
 * The application sends and receives for two customers; a third has not approved its system user yet. The authority that they
 * all report to, and Altinn, are played.
 */
public final class SupplierDemo {

    private static final String SUPPLIER = "991825827";
    private static final String FIRST = "986252932";
    private static final String SECOND = "974760673";
    private static final String NOT_APPROVED = "920866106";

    private SupplierDemo() {}

    public static void main(String[] arguments) {
        Demo.main(SupplierDemo::run);
    }

    static void run(Path folder) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder);
                Partner authority = altinn.partner(altinn.emulator().recipient())) {
            AltinnAccount supplier =
                    altinn.emulator().addAccount(SUPPLIER, "altinn:broker.write", "altinn:broker.read");
            registerSystemAndUsers(altinn.emulator().maskinporten(), supplier);
            altinn.lay("data/outbox/" + FIRST + "/report.xml", "<report of=\"" + FIRST + "\"/>");
            altinn.lay("data/outbox/" + SECOND + "/report.xml", "<report of=\"" + SECOND + "\"/>");
            altinn.lay("data/outbox/" + NOT_APPROVED + "/report.xml", "<report of=\"" + NOT_APPROVED + "\"/>");

            Properties settings = altinn.settings(supplier);
            settings.setProperty("folder", folder.resolve("data").toString());
            settings.setProperty("pause", "3000");
            Main application = SupplierApplication.application();
            application.setOverrideProperties(settings);
            application.start();
            try {
                authority.send(FIRST, "decision.txt", "granted", Map.of());
                authority.send(SECOND, "decision.txt", "refused", Map.of());
                altinn.awaitConfirmed(4);
                Path failed = folder.resolve("data/outbox/" + NOT_APPROVED + "/.failed/report.xml");
                LocalAltinn.await("the third customer's file is put aside", () -> Files.exists(failed));
            } finally {
                application.stop();
            }
            verify(altinn);
        }
    }

    /** What the supplier does once in Altinn, and what each customer does there. */
    private static void registerSystemAndUsers(Maskinporten maskinporten, AltinnAccount supplier) {
        AltinnSystem system = maskinporten
                .registerSystem(SUPPLIER + "_reporting", SUPPLIER)
                .addClient(maskinporten.client(supplier.clientId()));
        maskinporten.requestSystemUser(system, FIRST).approve();
        maskinporten.requestSystemUser(system, SECOND).approve();
        maskinporten.requestSystemUser(system, NOT_APPROVED);
    }

    private static void verify(LocalAltinn altinn) throws Exception {
        List<String> senders =
                altinn.confirmed().stream().map(Transfer::sender).sorted().toList();
        Demo.say("Altinn has files of these senders: %s", senders);
        if (!senders.equals(List.of("0192:314244370", "0192:314244370", "0192:" + SECOND, "0192:" + FIRST))) {
            throw new AssertionError("These are not the customers");
        }
        verifyInbox(altinn, FIRST, "granted");
        verifyInbox(altinn, SECOND, "refused");
        Demo.say("Two customers are served; the file of the third waits in .failed until it has approved.");
    }

    private static void verifyInbox(LocalAltinn altinn, String customer, String decision) throws Exception {
        try (var files = Files.list(altinn.folder().resolve("data/inbox/" + customer))) {
            List<String> contents = files.map(LocalAltinn::content).toList();
            Demo.say("In the inbox of %s: %s", customer, contents);
            if (!contents.equals(List.of(decision))) {
                throw new AssertionError("This is not what was decided for " + customer);
            }
        }
    }
}
