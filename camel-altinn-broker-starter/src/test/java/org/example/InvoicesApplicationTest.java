package org.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.http.Operation;

@SpringBootTest(properties = {"invoices.delay=1s", "invoices.backoff=1s", "invoices.to=mock:import"})
@DirtiesContext // ends the application, and with it the emulator, after this class
class InvoicesApplicationTest {

    @TempDir
    static Path keys;

    /** Starts before the application is configured, and ends after it. */
    @TestConfiguration
    static class LocalAltinn {

        @Bean
        AltinnEmulator altinn() {
            return AltinnEmulator.start();
        }

        @Bean
        DynamicPropertyRegistrar altinnProperties(AltinnEmulator altinn) throws IOException {
            Properties us =
                    AltinnSettings.forAccount(altinn, altinn.sender(), keys).properties();
            Properties partner =
                    AltinnSettings.forAccount(altinn, altinn.recipient(), keys).properties();
            return registry -> {
                us.forEach((name, value) -> registry.add(name.toString(), () -> value));
                // a second component, with which the test plays the other side
                partner.forEach((name, value) -> registry.add(
                        name.toString().replace("altinn-broker.", "altinn-broker.named.partner."), () -> value));
                registry.add("invoices.partner", altinn.recipient()::organization);
            };
        }
    }

    @Autowired
    private AltinnEmulator altinn;

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate template;

    @BeforeEach
    void reset() {
        altinn.reset();
        camel.getEndpoint("mock:import", MockEndpoint.class).reset();
    }

    @Test
    void anInvoiceReachesThePartner() {
        template.sendBodyAndHeader("direct:invoice", "<invoice/>", Exchange.FILE_NAME, "4711.xml");

        assertThat(altinn.broker().transfers())
                .anyMatch(transfer -> transfer.fileName().equals("4711.xml"));
    }

    @Test
    void anInvoiceFromThePartnerIsImportedAndConfirmed() throws Exception {
        BlockingQueue<String> imported = new LinkedBlockingQueue<>();
        camel.getEndpoint("mock:import", MockEndpoint.class)
                .whenAnyExchangeReceived(
                        exchange -> imported.add(exchange.getMessage().getBody(String.class)));

        template.sendBodyAndHeader(
                "partner:my-resource?recipients=" + altinn.sender().organization(),
                "<invoice/>",
                Exchange.FILE_NAME,
                "4712.xml");

        assertThat(imported.poll(30, TimeUnit.SECONDS)).isEqualTo("<invoice/>");
        await().atMost(30, TimeUnit.SECONDS).until(() -> altinn.recorder().count(Operation.CONFIRM) == 1);
    }
}
