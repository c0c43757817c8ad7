package org.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.AltinnBrokerException;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.AltinnSettings;
import no.altinncamel.emulator.broker.MalwareScanner;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

class InvoicesTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    Path folder;

    private Main us;
    private Main partner;

    @BeforeEach
    void start() throws Exception {
        us = application(altinn.service().sender(), new Invoices());
        partner = application(altinn.service().recipient());
    }

    private Main application(AltinnAccount account, RouteBuilder... routes) throws Exception {
        Properties properties = AltinnSettings.forAccount(altinn.service(), account, folder.resolve("keys"))
                .properties();
        properties.put("invoices.partner", altinn.service().recipient().organization());
        properties.put("invoices.delay", "1s");
        properties.put("invoices.backoff", "1s");
        properties.put("invoices.to", "file:" + folder.resolve("inbox"));
        Main main = new Main();
        if (routes.length == 0) {
            // the partner does without the properties and routes of the application, which are on the class path, too
            main.setDefaultPropertyPlaceholderLocation("false");
            main.configure().withRoutesIncludePattern("false");
        }
        main.setOverrideProperties(properties);
        for (RouteBuilder route : routes) {
            main.configure().addRoutesBuilder(route);
        }
        main.start();
        return main;
    }

    @AfterEach
    void stop() {
        us.stop();
        partner.stop();
    }

    @Test
    void anInvoiceReachesThePartner() throws Exception {
        us.getCamelTemplate().sendBodyAndHeader("direct:invoice", "<invoice/>", Exchange.FILE_NAME, "4711.xml");

        assertThat(altinn.emulator().broker().transfers())
                .filteredOn(transfer -> transfer.fileName().equals("4711.xml"))
                .singleElement()
                .returns(TransferStatus.PUBLISHED, Transfer::status)
                .returns(10L, Transfer::size);
    }

    @Test
    void anInvoiceWithMalwareIsAnError() {
        assertThatThrownBy(() -> us.getCamelTemplate()
                        .sendBodyAndHeader(
                                "direct:invoice", MalwareScanner.EICAR_MARKER, Exchange.FILE_NAME, "bad.xml"))
                .cause()
                .isInstanceOfSatisfying(
                        AltinnBrokerException.class,
                        failure -> assertThat(failure.getFileTransferStatus()).isEqualTo("Failed"));
    }

    @Test
    void anInvoiceIsStoredWholeAndConfirmedThoughTheLineBreaks() throws Exception {
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(5));

        partnerSends("4712.xml");
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> altinn.emulator().recorder().count(Operation.CONFIRM) == 1);
        assertThat(folder.resolve("inbox/4712.xml")).hasContent("<invoice/>");
        assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD)).isEqualTo(2);
    }

    @Test
    void anInvoiceThatCannotBeStoredIsNotConfirmedAndComesAgain() throws Exception {
        Path obstacle = Files.createFile(folder.resolve("inbox"));
        NotifyBuilder failed =
                new NotifyBuilder(us.getCamelContext()).whenFailed(1).create();
        partnerSends("4713.xml");

        assertThat(failed.matches(30, TimeUnit.SECONDS)).isTrue();
        assertThat(altinn.emulator().recorder().count(Operation.CONFIRM)).isZero();

        Files.delete(obstacle);
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> altinn.emulator().recorder().count(Operation.CONFIRM) == 1);
        assertThat(folder.resolve("inbox/4713.xml")).hasContent("<invoice/>");
    }

    private void partnerSends(String fileName) throws Exception {
        String uri = "altinn-broker:my-resource?recipients="
                + altinn.service().sender().organization();
        partner.getCamelTemplate().sendBodyAndHeader(uri, "<invoice/>", Exchange.FILE_NAME, fileName);
    }
}
