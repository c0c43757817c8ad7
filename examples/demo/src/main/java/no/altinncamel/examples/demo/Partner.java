package no.altinncamel.examples.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.emulator.AltinnAccount;

/** Another organisation: keeps in its inbox whatever it is sent, and sends what a demo wants it to. */
public final class Partner implements AutoCloseable {

    private final AltinnAccount account;
    private final String resource;
    private final Path inbox;
    private final Main camel = new Main();
    private final ProducerTemplate template;

    Partner(AltinnAccount account, String resource, Properties settings, Path folder) throws Exception {
        this.account = account;
        this.resource = resource;
        this.inbox = Files.createDirectories(folder.resolve("inbox"));
        // the properties and routes of the application are on the class path, too
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.configure().withName("partner").withRoutesIncludePattern("false");
        camel.setOverrideProperties(settings);
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("altinn-broker:" + resource + "?initialDelay=0&delay=3000")
                        .routeId("partner")
                        .to("file:" + inbox + "?tempPrefix=.part-");
            }
        });
        camel.start();
        template = camel.getCamelTemplate();
    }

    /** @return id of the transfer, which is published */
    public String send(String recipient, String fileName, Object content, Map<String, String> properties) {
        return template.request(
                        "altinn-broker:" + resource + "?waitForPublication=true&recipients=" + recipient, exchange -> {
                            exchange.getMessage().setBody(content);
                            exchange.getMessage().setHeader(Exchange.FILE_NAME, fileName);
                            exchange.getMessage().setHeader(AltinnBrokerConstants.PROPERTY_LIST, properties);
                        })
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    /** What the Broker says of a transfer. */
    public FileTransfer overview(String fileTransferId) {
        return template.requestBody(
                "altinn-broker:" + resource + "?operation=overview&fileTransferId=" + fileTransferId,
                null,
                FileTransfer.class);
    }

    public String organization() {
        return account.organization();
    }

    public Path inbox() {
        return inbox;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
