package no.altinncamel.examples.supplier;

import org.apache.camel.builder.RouteBuilder;

/** A route for each customer, because a consumer acts for one: what is for 986252932 goes to {@code inbox/986252932}. */
final class ReceiveRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (String customer :
                getContext().resolvePropertyPlaceholders("{{customers}}").split(",")) {
            from("altinn-broker:{{resource}}?delay={{pause}}&systemUserOrganization=" + customer)
                    .routeId("receive-" + customer)
                    .to("file:{{folder}}/inbox/" + customer
                            + "?fileName=${header.CamelAltinnBrokerFileTransferId}-${header.CamelFileName}"
                            + "&tempFileName=.part-${header.CamelAltinnBrokerFileTransferId}")
                    .log("Received ${header.CamelFileName} for " + customer);
        }
    }
}
