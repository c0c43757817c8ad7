package no.altinncamel.examples.deadletter;

import org.apache.camel.builder.RouteBuilder;

/**
 * Keeps the file and beside it why it could not be imported. Files that have been mended and moved to {@code replay} are
 * imported as if they had just been received; what fails again goes to {@code replay/.failed}.
 */
final class DeadLetterRoutes extends RouteBuilder {

    private static final String NAME = "${header.CamelAltinnBrokerFileTransferId}-${header.CamelFileName}";

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler().logStackTrace(false).logExhaustedMessageHistory(false));

        from("direct:dead-letter")
                .routeId("dead-letter")
                .to("file:{{folder}}/dead-letter?tempFileName=.part-${header.CamelAltinnBrokerFileTransferId}&fileName="
                        + NAME)
                .setBody(simple("transfer: ${header.CamelAltinnBrokerFileTransferId}\n"
                        + "sender: ${header.CamelAltinnBrokerFileTransfer.sender}\n"
                        + "reference: ${header.CamelAltinnBrokerFileTransfer.reference}\n"
                        + "failure: ${exception.message}\n"))
                .to("file:{{folder}}/dead-letter?fileName=" + NAME + ".reason")
                .log("Put aside ${header.CamelFileName}: ${exception.message}");

        from("file:{{folder}}/dead-letter/replay?move=.replayed&moveFailed=.failed")
                .routeId("replay")
                // the id of its transfer is in the name that it was put aside under
                .setHeader(ImportRoutes.BOOKING, simple("${file:onlyname}"))
                .to("direct:import");
    }
}
