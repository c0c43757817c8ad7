package no.altinncamel.examples.supplier;

import org.apache.camel.main.Main;

/** Sends and receives for its customers; they are configured in {@code application.properties}. */
public final class SupplierApplication {

    private SupplierApplication() {}

    public static void main(String[] arguments) throws Exception {
        application().run(arguments);
    }

    static Main application() {
        Main application = new Main();
        application.configure().addRoutesBuilder(new SendRoute());
        application.configure().addRoutesBuilder(new ReceiveRoutes());
        return application;
    }
}
