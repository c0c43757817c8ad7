package no.altinncamel.examples.springboot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.examples.demo.Demo;
import no.altinncamel.examples.demo.LocalAltinn;
import no.altinncamel.examples.demo.Partner;

/** The application sends two files and receives two; Altinn is played by the emulator. */
public final class SpringBootDemo {

    private SpringBootDemo() {}

    public static void main(String[] arguments) {
        Demo.main(SpringBootDemo::run);
    }

    static void run(Path folder) throws Exception {
        run(folder, "jdbc:h2:file:" + folder.resolve("data/received"), "h2");
    }

    static void run(Path folder, String database, String platform) throws Exception {
        try (LocalAltinn altinn = LocalAltinn.in(folder);
                Partner partner = altinn.partner(altinn.emulator().recipient())) {
            AltinnAccount account = altinn.emulator().sender();
            altinn.lay("data/outbox/invoice-1.xml", "<invoice><id>1</id></invoice>");
            altinn.lay("data/outbox/invoice-2.xml", "<invoice><id>2</id></invoice>");
            partner.send(account.organization(), "order-3.xml", "<order><id>3</id></order>", Map.of());

            Properties settings = altinn.settings(account);
            settings.setProperty("app.outbox", folder.resolve("data/outbox").toString());
            settings.setProperty("app.pause", "1000");
            settings.setProperty("spring.datasource.url", database);
            settings.setProperty("spring.sql.init.platform", platform);
            settings.setProperty("camel.main.run-controller", "false");
            try (ConfigurableApplicationContext application =
                    SpringApplication.run(Application.class, arguments(settings))) {
                partner.send(account.organization(), "order-4.xml", "<order><id>4</id></order>", Map.of());
                altinn.awaitConfirmed(4);
                LocalAltinn.await(
                        "what was sent is put away",
                        () -> Files.exists(folder.resolve("data/outbox/.sent/invoice-1.xml"))
                                && Files.exists(folder.resolve("data/outbox/.sent/invoice-2.xml")));
                verify(application.getBean(JdbcTemplate.class), partner);
            }
        }
    }

    /** Arguments win over the application's own configuration. */
    private static String[] arguments(Properties settings) {
        return settings.stringPropertyNames().stream()
                .map(name -> "--" + name + "=" + settings.getProperty(name))
                .toArray(String[]::new);
    }

    private static void verify(JdbcTemplate database, Partner partner) throws Exception {
        Demo.say(
                "At the partner: %s, %s",
                Files.readString(partner.inbox().resolve("invoice-1.xml")),
                Files.readString(partner.inbox().resolve("invoice-2.xml")));
        List<String> rows = database.query(
                "SELECT file_name, sender, content FROM received_file ORDER BY file_name",
                (row, number) -> row.getString(1) + " from " + row.getString(2) + ": " + new String(row.getBytes(3)));
        Demo.say("In the database:");
        rows.forEach(row -> Demo.say("  %s", row));
        if (!rows.equals(List.of(
                "order-3.xml from 0192:" + partner.organization() + ": <order><id>3</id></order>",
                "order-4.xml from 0192:" + partner.organization() + ": <order><id>4</id></order>"))) {
            throw new AssertionError("These are not the rows that the partner's files should have become");
        }
        Demo.say("Four files went through Altinn, each is confirmed.");
    }
}
