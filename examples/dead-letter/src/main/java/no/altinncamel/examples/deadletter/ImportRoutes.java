package no.altinncamel.examples.deadletter;

import java.io.IOException;

import org.apache.camel.builder.RouteBuilder;

/**
 * What heals in seconds is redelivered at once: the network, or a system that is being restarted. Whatever fails after that has
 * the file wait and be routed again, which the options of the component say.
 */
final class ImportRoutes extends RouteBuilder {

    /** Under which name an invoice is booked: the same whenever it comes, so that it is not booked twice. */
    static final String BOOKING = "booking";

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler().logStackTrace(false).logExhaustedMessageHistory(false));
        onException(IOException.class)
                .maximumRedeliveries(3)
                .redeliveryDelay("{{redelivery}}")
                .logStackTrace(false)
                .logExhaustedMessageHistory(false);

        from("altinn-broker:{{resource}}?delay={{pause}}")
                .routeId("receive")
                .setHeader(BOOKING, simple("${header.CamelAltinnBrokerFileTransferId}-${header.CamelFileName}"))
                .to("direct:import");

        // without an error handler of its own, so that those of its callers see what fails
        from("direct:import")
                .errorHandler(noErrorHandler())
                .routeId("import")
                .bean(InvoiceReader.class)
                .to("{{accounting}}")
                .log("Booked ${header.CamelFileName}");
    }
}
