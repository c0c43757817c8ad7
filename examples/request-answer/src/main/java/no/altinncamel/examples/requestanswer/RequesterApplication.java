package no.altinncamel.examples.requestanswer;

import org.apache.camel.main.Main;

/** The organisation that asks; configured in {@code requester.properties}. */
public final class RequesterApplication {

    private RequesterApplication() {}

    public static void main(String[] arguments) throws Exception {
        application().run(arguments);
    }

    static Main application() {
        Main application = new Main();
        application.setDefaultPropertyPlaceholderLocation("classpath:requester.properties");
        application.configure().addRoutesBuilder(new RequesterRoutes());
        return application;
    }
}
