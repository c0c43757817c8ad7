package no.altinncamel.examples.karaf;

import org.apache.camel.builder.RouteBuilder;

/**
 * Sends what lies in a folder, and receives into another. Who we are is in the container's configuration: altinn-broker sends,
 * and the component that the file no.altinncamel.broker-recipient.cfg describes receives.
 */
public final class Transfers extends RouteBuilder {

    private String resource;
    private String recipients;
    private String folder;

    @Override
    public void configure() {
        from("file:" + folder + "/outbox?readLock=changed")
                .routeId("send")
                .to("altinn-broker:" + resource + "?recipients=" + recipients)
                .log("Sent ${header.CamelFileName} as ${header.CamelAltinnBrokerFileTransferId}");

        from("recipient:" + resource + "?delay=2000")
                .routeId("receive")
                .to(
                        "file:" + folder
                                + "/inbox?fileName=${header.CamelAltinnBrokerFileTransferId}-${header.CamelFileName}&tempFileName=.part-${header.CamelAltinnBrokerFileTransferId}")
                .log("Received ${header.CamelFileName}");
    }

    public void setResource(String resource) {
        this.resource = resource;
    }

    public void setRecipients(String recipients) {
        this.recipients = recipients;
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }
}
